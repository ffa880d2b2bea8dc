// A small crictl: the part of cri-tools that kubeadm, operators and scripts call, over the real CRI.
// Debian has no cri-tools package; the CRI client code comes with the Kubernetes source.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

const usage = `usage: crictl [-r ENDPOINT] [-t TIMEOUT] COMMAND
  info | version
  pods [-q]          stopp ID...    rmp [-f] ID...
  ps [-a] [-q] [--name NAME] [--pod ID]    stop [-t SECONDS] ID...    rm [-f] ID...
  images [-q]        inspecti IMAGE...    pull IMAGE    rmi IMAGE...
  exec ID COMMAND...
`

// Options that take a value; every other option is a switch.
var valued = map[string]string{
	"-r": "endpoint", "--runtime-endpoint": "endpoint", "-i": "", "--image-endpoint": "",
	"-t": "timeout", "--timeout": "timeout", "-c": "", "--config": "",
	"-o": "", "--output": "", "--name": "name", "--pod": "pod", "-p": "pod", "--state": "state", "-s": "state",
}

type options struct {
	values   map[string]string
	switches map[string]bool
	words    []string
}

// parse reads options anywhere, except that everything after the ID of exec is the command's own.
func parse(args []string) options {
	o := options{values: map[string]string{}, switches: map[string]bool{}}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if len(o.words) >= 2 && o.words[0] == "exec" || !strings.HasPrefix(arg, "-") || arg == "-" {
			o.words = append(o.words, arg)
			continue
		}
		name, value, joined := arg, "", false
		if at := strings.Index(arg, "="); at > 0 {
			name, value, joined = arg[:at], arg[at+1:], true
		}
		key, takes := valued[name]
		if !takes {
			o.switches[strings.TrimLeft(name, "-")] = true
			continue
		}
		if !joined && i+1 < len(args) {
			i++
			value = args[i]
		}
		o.values[key] = value
	}
	return o
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "crictl:", err)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

func show(v interface{}) {
	text, err := json.MarshalIndent(v, "", "  ")
	must(err)
	fmt.Println(string(text))
}

// endpoint: the option, the environment, /etc/crictl.yaml, containerd's own socket; in that order, as crictl does.
func endpoint(o options) string {
	value := o.values["endpoint"]
	if value == "" {
		value = os.Getenv("CONTAINER_RUNTIME_ENDPOINT")
	}
	if value == "" {
		if text, err := os.ReadFile("/etc/crictl.yaml"); err == nil {
			for _, line := range strings.Split(string(text), "\n") {
				if strings.HasPrefix(line, "runtime-endpoint:") {
					value = strings.Trim(strings.TrimSpace(strings.TrimPrefix(line, "runtime-endpoint:")), `"'`)
				}
			}
		}
	}
	if value == "" {
		value = "/run/containerd/containerd.sock"
	}
	return strings.TrimPrefix(value, "unix://")
}

func main() {
	o := parse(os.Args[1:])
	if len(o.words) == 0 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	wait, grace := 2*time.Minute, int64(0)
	if text := o.values["timeout"]; text != "" && o.words[0] == "stop" {
		seconds, err := strconv.ParseInt(strings.TrimSuffix(text, "s"), 10, 64)
		must(err)
		grace = seconds
	} else if text != "" {
		parsed, err := time.ParseDuration(text)
		must(err)
		wait = parsed
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()

	dial, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	connection, err := grpc.DialContext(dial, endpoint(o), grpc.WithInsecure(), grpc.WithBlock(),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20)),
		grpc.WithContextDialer(func(c context.Context, path string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(c, "unix", path)
		}))
	if err != nil {
		fail(fmt.Errorf("cannot reach the container runtime at %s: %v", endpoint(o), err))
	}
	runtime, images := cri.NewRuntimeServiceClient(connection), cri.NewImageServiceClient(connection)
	quiet, command, words := o.switches["q"] || o.switches["quiet"], o.words[0], o.words[1:]

	switch command {
	case "info":
		answer, err := runtime.Status(ctx, &cri.StatusRequest{Verbose: true})
		must(err)
		show(answer)
	case "version":
		answer, err := runtime.Version(ctx, &cri.VersionRequest{})
		must(err)
		show(answer)
	case "pods":
		answer, err := runtime.ListPodSandbox(ctx, &cri.ListPodSandboxRequest{})
		must(err)
		for _, pod := range answer.Items {
			if quiet {
				fmt.Println(pod.Id)
				continue
			}
			fmt.Printf("%s\t%s\t%s\t%s\n", pod.Id, pod.State, pod.Metadata.Namespace, pod.Metadata.Name)
		}
	case "stopp":
		for _, id := range words {
			_, err := runtime.StopPodSandbox(ctx, &cri.StopPodSandboxRequest{PodSandboxId: id})
			must(err)
		}
	case "rmp":
		for _, id := range words {
			if o.switches["f"] || o.switches["force"] {
				_, err := runtime.StopPodSandbox(ctx, &cri.StopPodSandboxRequest{PodSandboxId: id})
				must(err)
			}
			_, err := runtime.RemovePodSandbox(ctx, &cri.RemovePodSandboxRequest{PodSandboxId: id})
			must(err)
		}
	case "ps":
		answer, err := runtime.ListContainers(ctx, &cri.ListContainersRequest{
			Filter: &cri.ContainerFilter{PodSandboxId: o.values["pod"]}})
		must(err)
		for _, c := range answer.Containers {
			running := c.State == cri.ContainerState_CONTAINER_RUNNING
			if !running && !o.switches["a"] && !o.switches["all"] || !strings.Contains(c.Metadata.Name, o.values["name"]) {
				continue
			}
			if quiet {
				fmt.Println(c.Id)
				continue
			}
			fmt.Printf("%s\t%s\t%s\t%s\n", c.Id, c.State, c.Metadata.Name, c.PodSandboxId)
		}
	case "stop":
		// As crictl has it: kill at once unless seconds are given.
		for _, id := range words {
			_, err := runtime.StopContainer(ctx, &cri.StopContainerRequest{ContainerId: id, Timeout: grace})
			must(err)
		}
	case "rm":
		for _, id := range words {
			if o.switches["f"] || o.switches["force"] {
				_, err := runtime.StopContainer(ctx, &cri.StopContainerRequest{ContainerId: id})
				must(err)
			}
			_, err := runtime.RemoveContainer(ctx, &cri.RemoveContainerRequest{ContainerId: id})
			must(err)
		}
	case "images":
		answer, err := images.ListImages(ctx, &cri.ListImagesRequest{})
		must(err)
		for _, image := range answer.Images {
			if quiet {
				fmt.Println(image.Id)
				continue
			}
			fmt.Printf("%s\t%s\t%d\n", strings.Join(image.RepoTags, ","), image.Id, image.Size_)
		}
	case "inspecti":
		for _, name := range words {
			answer, err := images.ImageStatus(ctx, &cri.ImageStatusRequest{Image: &cri.ImageSpec{Image: name}})
			must(err)
			if answer.Image == nil {
				fail(fmt.Errorf("no such image %q present", name))
			}
			show(answer)
		}
	case "pull":
		for _, name := range words {
			answer, err := images.PullImage(ctx, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}})
			must(err)
			fmt.Println("Image is up to date for", answer.ImageRef)
		}
	case "rmi":
		for _, name := range words {
			_, err := images.RemoveImage(ctx, &cri.RemoveImageRequest{Image: &cri.ImageSpec{Image: name}})
			must(err)
		}
	case "exec":
		if len(words) < 2 {
			fail(fmt.Errorf("exec wants an ID and a command"))
		}
		answer, err := runtime.ExecSync(ctx, &cri.ExecSyncRequest{ContainerId: words[0], Cmd: words[1:]})
		must(err)
		os.Stdout.Write(answer.Stdout)
		os.Stderr.Write(answer.Stderr)
		os.Exit(int(answer.ExitCode))
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
}
