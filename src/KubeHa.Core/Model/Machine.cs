using System.Net;

namespace KubeHa;

/// <summary>A machine of a cluster. (A type called Host would clash with Microsoft.Extensions.Hosting in every web application.)</summary>
public abstract class Machine
{
    private protected Machine(string name, IPAddress address, Platform platform, MachineFacts facts)
    {
        Name = name;
        Address = address;
        Platform = platform;
        Facts = facts;
    }

    /// <summary>The machine's name: its hostname, and its node name where it is a node. Lower case, unique in the cluster (RFC 1123).</summary>
    public string Name { get; }

    /// <summary>The address by which the other machines reach it.</summary>
    public IPAddress Address { get; }

    /// <summary>Its address of the other family, of which every node needs one where pods have both (dual stack); <see langword="null"/> where it has none that matters.</summary>
    public IPAddress? SecondAddress { get; internal init; }

    /// <summary>What the machine runs, and so how packages get there.</summary>
    public Platform Platform { get; }

    /// <summary>What is known of the machine, typed by the user or discovered.</summary>
    public MachineFacts Facts { get; }

    /// <summary>Labels that its kubelet gives its node when it joins; none of machines that are no nodes.</summary>
    public IReadOnlyList<NodeLabel> Labels { get; internal init; } = [];

    /// <summary>Taints that kubeadm gives its node when it joins, beside those that every control plane has.</summary>
    public IReadOnlyList<NodeTaint> Taints { get; internal init; } = [];

    /// <summary>Whether a kubelet runs on it: of the cluster, or for etcd alone.</summary>
    internal bool RunsKubelet => this is ControlPlane or Worker or EtcdMachine;

    /// <summary>The machine as plans and transports know it.</summary>
    public Target Target => new(Name, Address);

    /// <summary>The name and the address.</summary>
    public override string ToString() => $"{Name} ({Address})";
}
