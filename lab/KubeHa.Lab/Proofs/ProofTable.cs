namespace KubeHa.Lab;

/// <summary>All proofs.</summary>
internal static class ProofTable
{
    public static IReadOnlyList<Proof> All { get; } =
    [
        new DirectorKilled(), new FastVrrp(), new Reboots(), new Blackout(), new Reimaged(), new LateWorker(), new BrokenJoin(), new KillOperator(), new Drift(), new PlantedFaults(), new Speed(), new Crash(), new Drills(), new Idle(), new DrillKilled(), new Reports(), new Situations(), new NamedStops(), new FromClusterFile(), new DebianPackages(), new ExternalEtcd(), new EtcdRunByOthers(), new EncryptedElsewhere(), new Masquerade(), new Ipv6(), new FiveControlPlanes(), new ModelScale(), new HostileText(), new DockerShim(), new Tunnel(),
        new Mutation("mutation", "the rules of the model and what they are made of (src/KubeHa.Core/Validation)", MutationParts.OfValidation),
        new Mutation("mutation-templates", "everything that knows a tool (src/KubeHa.Templates)", MutationParts.OfTemplates),
    ];
}
