using System.Net;
using System.Net.Sockets;

namespace KubeHa;

/// <summary>Reads IPv4 addresses and networks strictly. IPAddress.Parse takes "1" for 0.0.0.1 and "010.0.0.1" for 8.0.0.1; nobody who types that means it.</summary>
internal static class Ipv4Text
{
    public static IPAddress? ParseAddress(string? text)
    {
        var parts = (text ?? string.Empty).Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4)
        {
            return null;
        }

        for (var i = 0; i < 4; i++)
        {
            if (ParseNumber(parts[i], 255) is not { } number)
            {
                return null;
            }

            bytes[i] = (byte)number;
        }

        return new IPAddress(bytes);
    }

    /// <summary>A network whose base address has no host bits set.</summary>
    public static IPNetwork? ParseNetwork(string? text) =>
        Split(text) is var (address, length) && NetworkOf(address, length) is var network && network.BaseAddress.Equals(address) ? network : null;

    /// <summary>The network that a text names if its host bits are forgiven: what a hint can propose.</summary>
    public static IPNetwork? ParseNetworkLoosely(string? text) => Split(text) is var (address, length) ? NetworkOf(address, length) : null;

    /// <summary>Whether a text is an IPv6 address or network: understood, but not supported yet.</summary>
    public static bool IsIpv6(string? text) =>
        text is not null && text.Contains(':', StringComparison.Ordinal)
        && IPAddress.TryParse(text.Split('/')[0], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    public static IPNetwork NetworkOf(IPAddress address, int prefixLength) => new(FromNumber(ToNumber(address) & Mask(prefixLength)), prefixLength);

    public static IPAddress BroadcastOf(IPNetwork network) => FromNumber(ToNumber(network.BaseAddress) | ~Mask(network.PrefixLength));

    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static (IPAddress Address, int Length)? Split(string? text)
    {
        var parts = (text ?? string.Empty).Split('/');

        return parts.Length == 2 && ParseAddress(parts[0]) is { } address && ParseNumber(parts[1], 32) is { } length ? (address, length) : null;
    }

    private static int? ParseNumber(string text, int highest) =>
        text.Length is >= 1 and <= 3 && (text.Length == 1 || text[0] != '0')
        && Digits.TryRead(text, out var number) && number <= highest ? number : null;

    private static uint Mask(int prefixLength) => prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);

    private static uint ToNumber(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress FromNumber(uint number)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);

        return new IPAddress(bytes);
    }
}
