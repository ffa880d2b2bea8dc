namespace KubeHa.Templates;

/// <summary>kubeadm's InitConfiguration.</summary>
internal sealed record InitConfiguration(Content BootstrapToken, NodeRegistration NodeRegistration, string AdvertiseAddress, int BindPort);
