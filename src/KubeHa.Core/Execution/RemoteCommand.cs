namespace KubeHa;

/// <summary>A command of ours on its way to a machine.</summary>
/// <param name="Request">The command.</param>
/// <param name="MayChange">Whether it may change the machine; a preview gives no such command.</param>
internal sealed record RemoteCommand(ExecRequest Request, bool MayChange);
