using System.Net;

namespace KubeHa.Templates;

/// <summary>A virtual IP in a director's table, with the control planes by their addresses of the same family.</summary>
internal sealed class PoolService
{
    private readonly ApiEndpoint endpoint;
    private readonly bool second;

    private PoolService(ApiEndpoint endpoint, bool second)
    {
        this.endpoint = endpoint;
        this.second = second;
        Address = second ? endpoint.SecondVirtualAddress! : endpoint.VirtualAddress;
    }

    /// <summary>The virtual IP.</summary>
    public IPAddress Address { get; }

    /// <summary>What names that are made for each service end with.</summary>
    public string Suffix => second ? "_second" : string.Empty;

    /// <summary>The fact that says who answers for it.</summary>
    public string OwnerFact => second ? FactNames.SecondVirtualAddress : FactNames.VirtualAddress;

    /// <summary>The fact that says who answered through it.</summary>
    public string ConnectionsFact => second ? FactNames.SecondConnections : FactNames.Connections;

    /// <summary>As a table names it.</summary>
    public string Text => Address.WithPort(endpoint.Port);

    /// <summary>One for each virtual IP, the first one first.</summary>
    public static IReadOnlyList<PoolService> Of(ApiEndpoint endpoint) => [.. endpoint.VirtualAddresses.Select((_, place) => new PoolService(endpoint, place > 0))];

    /// <summary>Whether a machine is known to have an address of its family.</summary>
    public bool IsDialledBy(Machine machine) => !second || machine.SecondAddress is not null;

    /// <summary>A machine's own address of its family; that both are there where there are two services, Build has seen.</summary>
    public IPAddress AddressOf(Machine machine) => second ? machine.SecondAddress! : machine.Address;

    /// <summary>A control plane's own apiserver as a table names it.</summary>
    public string ServerOf(ControlPlane machine) => AddressOf(machine).WithPort(endpoint.ApiServerPort);
}
