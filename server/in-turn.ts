// The requests of one connection are answered one after another. Of those that a client sends ahead Node would start all at once, and when
// the connection is lost it tells only the answer whose turn it is: what carries the others would wait, and hold what it holds, for ever.
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { headCharacters } from "./proxy/head-characters.ts";

export interface Turns {
  /** Calls `serve` once all earlier answers on `socket` are through; never, when the connection is lost before. */
  take(socket: Duplex, response: ServerResponse, serve: () => void): void;
  /** What is being answered on `socket`. */
  answerOn(socket: Duplex): ServerResponse | null;
}

interface Turn {
  /** Null between two requests: an idle connection must not keep the head of its last one, a mebibyte perhaps. */
  answering: ServerResponse | null;
  waiting: { response: ServerResponse; serve: () => void }[];
  /** Of the heads that wait. */
  characters: number;
}

/** No client that means well sends that many ahead, or that much: a head may be a mebibyte long. */
const waitingMax = 32;
const waitingCharactersMax = 256 * 1024;

export function createTurns(): Turns {
  const turns = new WeakMap<Duplex, Turn>();

  function take(socket: Duplex, response: ServerResponse, serve: () => void): void {
    const turn = turns.get(socket) ?? open(socket);
    if (turn.answering === null) {
      begin(socket, turn, { response, serve });
      return;
    }
    turn.characters += headCharacters(response.req);
    if (turn.waiting.length >= waitingMax || turn.characters > waitingCharactersMax) socket.destroy();
    else turn.waiting.push({ response, serve });
  }

  function open(socket: Duplex): Turn {
    const turn: Turn = { answering: null, waiting: [], characters: 0 };
    turns.set(socket, turn);
    socket.once("close", () => setImmediate(closeAnswer, turn));
    return turn;
  }

  function begin(socket: Duplex, turn: Turn, { response, serve }: Turn["waiting"][number]): void {
    turn.answering = response;
    response.once("close", () => {
      turn.answering = null;
      next(socket, turn);
    });
    serve();
  }

  function next(socket: Duplex, turn: Turn): void {
    const first = turn.waiting.shift();
    if (first === undefined) return;
    // Node has given the socket to the next answer by now, unless the connection is ending: then it never will, and tells nobody.
    if (socket.destroyed || first.response.socket === null) {
      turn.waiting.length = 0;
      socket.end();
      return;
    }
    turn.characters -= headCharacters(first.response.req);
    begin(socket, turn, first);
  }

  return { take, answerOn: (socket) => turns.get(socket)?.answering ?? null };
}

/** Where a request to upgrade follows, Node takes the socket from the answer and does not close it with the connection. */
function closeAnswer({ answering }: Turn): void {
  if (answering === null || answering.closed) return;
  answering.destroy();
  answering.emit("close");
}
