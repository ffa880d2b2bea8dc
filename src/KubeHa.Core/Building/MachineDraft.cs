using System.Net;

namespace KubeHa;

/// <summary>A machine as the user typed it.</summary>
internal sealed class MachineDraft(MachineRole role, string name, string address)
{
    public MachineRole Role { get; } = role;

    public string Name { get; set; } = name;

    public string AddressText { get; set; } = address;

    /// <summary>The address, where the text is one.</summary>
    public IPAddress? Address => IpText.ParseAddress(AddressText);

    /// <summary>Its address of the other family, as typed; null where it has none.</summary>
    public string? SecondAddressText { get; set; }

    public IPAddress? SecondAddress => IpText.ParseAddress(SecondAddressText);

    /// <summary>The machine's own platform; the builder's where null.</summary>
    public Platform? Platform { get; set; }

    public MachineFacts Facts { get; private set; } = MachineFacts.Unknown;

    /// <summary>The priority the user chose; directors only.</summary>
    public int? Priority { get; set; }

    /// <summary>The machine's path in the cluster file it was read from, which stays when other machines come and go.</summary>
    public string? PathInFile { get; set; }

    public List<NodeLabel> Labels { get; } = [];

    public List<NodeTaint> Taints { get; } = [];

    /// <summary>The subnet that the machine's own facts say it is in.</summary>
    public IPNetwork? Subnet => Address is { } known && Facts.PrefixLength is >= 1 and { } length && length <= known.Bits() ? IpText.NetworkOf(known, length) : null;

    /// <summary>Lays facts over what is known: a fact that is null says nothing.</summary>
    public void Learn(MachineFacts facts) => Facts = new MachineFacts
    {
        Interface = facts.Interface ?? Facts.Interface,
        PrefixLength = facts.PrefixLength ?? Facts.PrefixLength,
        OperatingSystem = facts.OperatingSystem ?? Facts.OperatingSystem,
        OperatingSystemVersion = facts.OperatingSystemVersion ?? Facts.OperatingSystemVersion,
        Architecture = facts.Architecture ?? Facts.Architecture,
        Kernel = facts.Kernel ?? Facts.Kernel,
        Keepalived = facts.Keepalived ?? Facts.Keepalived,
        Runtime = facts.Runtime ?? Facts.Runtime,
    };
}
