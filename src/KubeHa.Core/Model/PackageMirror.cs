namespace KubeHa;

/// <summary>Base addresses of the package repositories of a mirror, as a yum <c>baseurl</c> takes them.</summary>
/// <param name="Kubernetes">The repository with kubelet, kubeadm and kubectl.</param>
/// <param name="Docker">The repository with Docker and containerd.</param>
public sealed record PackageMirror(Uri Kubernetes, Uri Docker);
