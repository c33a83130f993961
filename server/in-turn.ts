// The requests of one connection are answered one after another. Of those that a client sends ahead Node would start all at once, and when
// the connection is lost it tells only the answer whose turn it is: what carries the others would wait, and hold what it holds, for ever.
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export interface Turns {
  /** Calls `serve` once all earlier answers on `socket` are through; never, when the connection is lost before. */
  take(socket: Duplex, response: ServerResponse, serve: () => void): void;
  /** Whether an answer on `socket` is still to come. */
  isTaken(socket: Duplex): boolean;
}

interface Turn {
  answering: ServerResponse;
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
    const turn = turns.get(socket);
    if (turn === undefined) {
      turns.set(socket, { answering: response, waiting: [], characters: 0 });
      serve();
    } else if (isThrough(turn)) {
      turn.answering = response;
      serve();
    } else {
      turn.characters += headCharacters(response);
      if (turn.waiting.length >= waitingMax || turn.characters > waitingCharactersMax) {
        socket.destroy();
        return;
      }
      turn.waiting.push({ response, serve });
      if (turn.waiting.length === 1) turn.answering.once("close", () => next(socket, turn));
    }
  }

  function next(socket: Duplex, turn: Turn): void {
    if (socket.destroyed) turn.waiting.length = 0;
    const first = turn.waiting.shift();
    if (first === undefined) return;
    turn.characters -= headCharacters(first.response);
    turn.answering = first.response;
    if (turn.waiting.length > 0) first.response.once("close", () => next(socket, turn));
    first.serve();
  }

  return {
    take,
    isTaken(socket) {
      const turn = turns.get(socket);
      return turn !== undefined && !isThrough(turn);
    },
  };
}

function headCharacters({ req }: ServerResponse): number {
  return req.rawHeaders.reduce((sum, { length }) => sum + length, req.url?.length ?? 0);
}

function isThrough({ answering, waiting }: Turn): boolean {
  return answering.closed && waiting.length === 0;
}
