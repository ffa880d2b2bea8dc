namespace KubeHa;

/// <summary>Says who the directors are and how they share the virtual address.</summary>
public sealed class LvsPairBuilder
{
    private readonly ClusterDraft _cluster;
    private readonly LvsDraft _pair;

    internal LvsPairBuilder(ClusterDraft cluster, LvsDraft pair)
    {
        _cluster = cluster;
        _pair = pair;
    }

    /// <summary>Adds a director. The first gets the VRRP priority 150, each further one ten less.</summary>
    /// <param name="name">Its name, an RFC 1123 label.</param>
    /// <param name="address">Its address, IPv4 or IPv6, by which the others reach it.</param>
    /// <param name="networkInterface">The interface that bears the address, for example <c>eth0</c>; left to discovery where <see langword="null"/>.</param>
    /// <param name="configure">Says more of it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="address"/> is null.</exception>
    public LvsPairBuilder AddDirector(string name, string address, string? networkInterface = null, Action<MachineBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var director = new MachineDraft(MachineRole.Director, name, address);
        director.Learn(new MachineFacts { Interface = networkInterface });
        configure?.Invoke(new MachineBuilder(director));
        _cluster.Machines.Add(director);

        return this;
    }

    /// <summary>Chooses a director's VRRP priority.</summary>
    /// <param name="directorName">The name of a director added before.</param>
    /// <param name="priority">1 to 254 (255 would mean that it owns the address), distinct on each director.</param>
    public LvsPairBuilder WithPriority(string directorName, int priority)
    {
        var director = _cluster.Of(MachineRole.Director).FirstOrDefault(machine => machine.Name == directorName);
        if (director is null)
        {
            _cluster.Strays.Add((nameof(WithPriority), directorName));
        }
        else
        {
            director.Priority = priority;
        }

        return this;
    }

    /// <summary>
    /// Gives the directors a virtual IP of the other family as well, for callers from outside: whoever has the one has the other. Directors and control planes need a second
    /// address each, and connections are forwarded by direct routing.
    /// </summary>
    /// <param name="address">The address, free and in the machines' second subnet.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    public LvsPairBuilder WithSecondVirtualAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _pair.SecondVirtualAddressText = address;

        return this;
    }

    /// <summary>Chooses VRRP's version and advert interval.</summary>
    /// <param name="settings">The settings; <see langword="null"/>, the default, leaves the choice to the directors' keepalived versions.</param>
    public LvsPairBuilder WithVrrp(VrrpSettings? settings)
    {
        _pair.Vrrp = settings;

        return this;
    }

    /// <summary>Has adverts go to all on the segment (224.0.0.18), as VRRP was made for; otherwise, the default, to each other director by its address, which also networks without multicast carry.</summary>
    /// <param name="multicast">Whether they do.</param>
    public LvsPairBuilder WithMulticastAdverts(bool multicast = true)
    {
        _pair.MulticastAdverts = multicast;

        return this;
    }

    /// <summary>Chooses how long directors remember connections; as long as the kernel does by itself unless chosen.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public LvsPairBuilder WithIpvs(IpvsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _pair.Ipvs = settings;

        return this;
    }

    /// <summary>Chooses how apiservers are checked.</summary>
    /// <param name="settings">The settings; <see cref="HealthCheckSettings.Default"/> unless chosen.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public LvsPairBuilder WithHealthCheck(HealthCheckSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _pair.HealthCheck = settings;

        return this;
    }

    /// <summary>Both presets for the shortest outages: <see cref="VrrpSettings.Fast"/> and <see cref="HealthCheckSettings.Fast"/>. For quiet machines and a quiet network.</summary>
    public LvsPairBuilder WithFastFailover() => WithVrrp(VrrpSettings.Fast).WithHealthCheck(HealthCheckSettings.Fast);

    /// <summary>Chooses the VRRP router id.</summary>
    /// <param name="id">1 to 255, one of its own per network segment; 51 unless chosen.</param>
    public LvsPairBuilder WithVirtualRouterId(int id)
    {
        _pair.VirtualRouterId = id;

        return this;
    }

    /// <summary>Chooses how connections get to the control planes. A cluster that serves keeps the way it was brought up with.</summary>
    /// <param name="forwarding">The way; <see cref="LvsForwarding.DirectRouting"/> unless chosen.</param>
    /// <exception cref="ArgumentNullException"><paramref name="forwarding"/> is null.</exception>
    public LvsPairBuilder WithForwarding(LvsForwarding forwarding)
    {
        ArgumentNullException.ThrowIfNull(forwarding);
        _pair.Forwarding = forwarding;

        return this;
    }

    /// <summary>Chooses the IPVS scheduler.</summary>
    /// <param name="scheduler">Its name as ipvsadm takes it; <c>wlc</c> unless chosen.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    public LvsPairBuilder WithScheduler(string scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        _pair.Scheduler = scheduler;

        return this;
    }
}
