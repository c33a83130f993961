/** Every form in which clients ask for an answer. Sources: kubectl's printers, client-go's informers, the API server's negotiation. */
export const accept = {
  json: "application/json",
  any: "*/*",
  pretty: "application/json;pretty=1",
  yaml: "application/yaml",
  protobuf: "application/vnd.kubernetes.protobuf",
  protobufOrJson: "application/vnd.kubernetes.protobuf,application/json",
  table: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
  tableOnly: "application/json;as=Table;g=meta.k8s.io;v=v1",
  partial: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  partialList: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  partialProtobuf: "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  partialProtobufList: "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  weighted: "application/json;q=0.5,application/yaml;q=0.9",
  cbor: "application/cbor",
  html: "text/html",
} as const;
