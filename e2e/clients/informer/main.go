// What a controller written with client-go does with a kubeconfig file, told in lines: it lists by WatchList, watches, applies, and runs a
// command by WebSocket. Usage: informer KUBECONFIG NAMESPACE POD
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/remotecommand"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, namespace, pod string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := watch(ctx, client, namespace); err != nil {
		return err
	}
	owner := metav1.ApplyOptions{FieldManager: "informer", Force: true}
	object := apply.ConfigMap("applied-by-informer", namespace).WithData(map[string]string{"by": "client-go"})
	if _, err := client.CoreV1().ConfigMaps(namespace).Apply(ctx, object, owner); err != nil {
		return err
	}
	if err := execute(ctx, config, client, namespace, pod); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// watch returns when the cache has all ConfigMaps; from then on each change is told.
func watch(ctx context.Context, client kubernetes.Interface, namespace string) error {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	informer := factory.Core().V1().ConfigMaps().Informer()
	tell := func(what string) func(any) {
		return func(object any) {
			if configMap, ok := object.(*corev1.ConfigMap); ok {
				fmt.Println(what, configMap.Name)
			}
		}
	}
	if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: tell("added"), DeleteFunc: tell("deleted")}); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return fmt.Errorf("the cache did not fill")
	}
	fmt.Println("synced", len(informer.GetStore().ListKeys()))
	return nil
}

func execute(ctx context.Context, config *rest.Config, client kubernetes.Interface, namespace, pod string) error {
	options := &corev1.PodExecOptions{Command: []string{"echo", "hello from", pod}, Stdout: true, Stderr: true}
	request := client.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name(pod).SubResource("exec")
	executor, err := remotecommand.NewWebSocketExecutor(config, "GET", request.VersionedParams(options, scheme.ParameterCodec).URL().String())
	if err != nil {
		return err
	}
	var output bytes.Buffer
	if err := executor.StreamWithContext(ctx, remotecommand.StreamOptions{Stdout: &output, Stderr: os.Stderr}); err != nil {
		return err
	}
	fmt.Print("executed ", output.String())
	return nil
}
