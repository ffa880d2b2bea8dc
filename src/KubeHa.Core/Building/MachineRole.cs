namespace KubeHa;

/// <summary>What a machine is for.</summary>
internal enum MachineRole
{
    Director,
    ControlPlane,
    Worker,
    Client,
}
