namespace KubeHa;

/// <summary>A feature gate of kubeadm itself. (Those of the components are arguments.)</summary>
/// <param name="Name">Its name, for example <c>RootlessControlPlane</c>.</param>
/// <param name="IsOn">Whether it is on.</param>
public sealed record FeatureGate(string Name, bool IsOn);
