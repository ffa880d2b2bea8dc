using System.Net;

namespace KubeHa;

/// <summary>A machine that runs a member of the cluster's etcd and nothing else of it: see <see cref="EtcdTopology.External"/>. It is no node.</summary>
public sealed class EtcdMachine : Machine
{
    internal EtcdMachine(string name, IPAddress address, Platform platform, MachineFacts facts)
        : base(name, address, platform, facts)
    {
    }
}
