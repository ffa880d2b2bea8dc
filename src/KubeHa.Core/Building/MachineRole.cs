namespace KubeHa;

/// <summary>What a machine is for.</summary>
internal enum MachineRole
{
    Director,
    Etcd,
    ControlPlane,
    Worker,
    Client,
}
