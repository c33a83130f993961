"""What a script with the official client does with a kubeconfig file, told in lines: list, watch, apply, exec. Usage: client.py KUBECONFIG NAMESPACE POD"""

import sys

from kubernetes import client, config, dynamic, watch
from kubernetes.stream import stream

kubeconfig, namespace, pod = sys.argv[1:]
config.load_kube_config(config_file=kubeconfig)
core = client.CoreV1Api()

listed = core.list_namespaced_config_map(namespace, limit=1)
print("listed", len(listed.items), flush=True)

maps = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap")
body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied-by-python"}, "data": {"by": "python"}}
applied = maps.server_side_apply(namespace=namespace, body=body, field_manager="python", force_conflicts=True)
print("applied", applied.metadata.name, flush=True)

for event in watch.Watch().stream(core.list_namespaced_config_map, namespace, field_selector="metadata.name=applied-by-python"):
    print(event["type"].lower(), event["object"].metadata.name, flush=True)
    if event["type"] == "DELETED":
        break
    core.delete_namespaced_config_map("applied-by-python", namespace)

session = stream(core.connect_get_namespaced_pod_exec, pod, namespace, command=["sh", "-c", "echo hello from $0; exit 7", pod], stdout=True, stderr=True, _preload_content=False)
session.run_forever()
print("executed", session.read_stdout().strip(), session.returncode, flush=True)
