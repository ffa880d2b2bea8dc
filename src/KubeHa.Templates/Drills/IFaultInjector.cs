namespace KubeHa.Templates;

/// <summary>Makes faults from outside a machine, for example over IPMI or a hypervisor. Implement it for drills that take a machine's power.</summary>
public interface IFaultInjector
{
    /// <summary>Takes a machine's power, as if its plug was pulled: no orderly stop. Returns when it is off.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When the power went, by this machine's clock; <see langword="null"/> where that is not known: then the outage is measured from the call.</returns>
    Task<DateTimeOffset?> PowerOffAsync(Machine machine, CancellationToken cancellationToken = default);

    /// <summary>Gives a machine its power back; nothing happens where it has it. Need not wait until it has started.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PowerOnAsync(Machine machine, CancellationToken cancellationToken = default);
}
