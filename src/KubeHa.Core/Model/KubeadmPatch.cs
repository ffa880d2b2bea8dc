namespace KubeHa;

/// <summary>A patch that kubeadm lays over what it generates, on every control plane; from Kubernetes 1.22 on.</summary>
/// <param name="Target">What it is laid over, for example <c>kube-apiserver</c> or <c>etcd</c>.</param>
/// <param name="Text">The patch, YAML in ASCII.</param>
/// <param name="Kind">How it is laid over.</param>
public sealed record KubeadmPatch(string Target, string Text, KubeadmPatchKind Kind = KubeadmPatchKind.Strategic);
