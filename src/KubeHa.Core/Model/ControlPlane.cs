using System.Net;

namespace KubeHa;

/// <summary>A machine that runs kube-apiserver, controller-manager, scheduler and, with stacked etcd, an etcd member.</summary>
public sealed class ControlPlane : Machine
{
    internal ControlPlane(string name, IPAddress address, Platform platform, MachineFacts facts)
        : base(name, address, platform, facts)
    {
    }
}
