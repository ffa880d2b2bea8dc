namespace KubeHa.Ssh;

/// <summary>sshd opened no further channel; the command was not given to it.</summary>
internal sealed class ChannelRefusedException(Exception cause) : Exception(cause.Message, cause);
