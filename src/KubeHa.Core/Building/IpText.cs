using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KubeHa;

/// <summary>
/// Reads and writes IP addresses and networks strictly. IPAddress.Parse takes "1" for 0.0.0.1, "010.0.0.1" for 8.0.0.1, "[::1]:80" for ::1 and a scope behind a '%'; nobody who
/// types that means it here. What is taken is written as every tool writes it (RFC 5952 for IPv6), so that texts can be compared.
/// </summary>
internal static class IpText
{
    // Eight groups of four digits and the colons between them.
    private const int LongestIpv6 = 39;

    public static IPAddress? ParseAddress(string? text) => (text ?? string.Empty).Contains(':', StringComparison.Ordinal) ? ParseIpv6(text!) : ParseIpv4(text ?? string.Empty);

    /// <summary>An address as it stands before a port or in a URL: IPv6 in brackets, IPv4 without (RFC 3986, 3.2.2).</summary>
    public static IPAddress? ParseHost(string? text) => text is ['[', .. var inner, ']'] ? ParseIpv6(inner) : ParseIpv4(text ?? string.Empty);

    /// <summary>A network whose base address has no host bits set.</summary>
    public static IPNetwork? ParseNetwork(string? text) =>
        Split(text) is var (address, length) && NetworkOf(address, length) is var network && network.BaseAddress.Equals(address) ? network : null;

    /// <summary>The network that a text names if its host bits are forgiven: what a hint can propose.</summary>
    public static IPNetwork? ParseNetworkLoosely(string? text) => Split(text) is var (address, length) ? NetworkOf(address, length) : null;

    /// <summary>The texts of a value that may be said for both families, as kubeadm and kubelet take it: one, or two with a comma between them.</summary>
    public static (string First, string? Second) Pair(string? text) => (text ?? string.Empty).Split(',', 2) is [var first, var second] ? (first, second) : (text ?? string.Empty, null);

    public static bool IsIpv6(this IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;

    public static bool IsIpv6(this IPNetwork network) => network.BaseAddress.IsIpv6();

    /// <summary>How many bits an address of its family has.</summary>
    public static int Bits(this IPAddress address) => address.IsIpv6() ? 128 : 32;

    /// <summary>The network of the address alone: <c>192.168.33.100/32</c>, <c>fd00:33::64/128</c>.</summary>
    public static string AsNetwork(this IPAddress address) => string.Create(CultureInfo.InvariantCulture, $"{address}/{address.Bits()}");

    /// <summary>Address and port: <c>192.168.33.100:6443</c>, <c>[fd00:33::64]:6443</c> (RFC 3986, 3.2.2).</summary>
    public static string WithPort(this IPAddress address, int port) => new IPEndPoint(address, port).ToString();

    public static IPNetwork NetworkOf(IPAddress address, int prefixLength) => new(new IPAddress(Filled(address, prefixLength, host: 0)), prefixLength);

    /// <summary>The last address of a network.</summary>
    public static IPAddress EndOf(IPNetwork network) => new(Filled(network.BaseAddress, network.PrefixLength, host: 0xFF));

    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static byte[] Filled(IPAddress address, int prefixLength, byte host)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            // How many bits of this byte belong to the prefix.
            var kept = Math.Clamp(prefixLength - (8 * i), 0, 8);
            var mask = (byte)(0xFF << (8 - kept));
            bytes[i] = (byte)((bytes[i] & mask) | (host & ~mask));
        }

        return bytes;
    }

    private static (IPAddress Address, int Length)? Split(string? text)
    {
        var parts = (text ?? string.Empty).Split('/');

        return parts.Length == 2 && ParseAddress(parts[0]) is { } address && ParseNumber(parts[1], address.Bits()) is { } length ? (address, length) : null;
    }

    private static IPAddress? ParseIpv4(string text)
    {
        var parts = text.Split('.');
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

    // An address that .NET writes with an IPv4 address in it is written otherwise by others, and none of those kinds is one that machines have.
    private static IPAddress? ParseIpv6(string text) =>
        text.Length <= LongestIpv6 && text.All(c => char.IsAsciiHexDigit(c) || c == ':')
        && IPAddress.TryParse(text, out var address) && !address.ToString().Contains('.', StringComparison.Ordinal) ? address : null;

    private static int? ParseNumber(string text, int highest) =>
        text.Length is >= 1 and <= 3 && (text.Length == 1 || text[0] != '0')
        && Digits.TryRead(text, out var number) && number <= highest ? number : null;
}
