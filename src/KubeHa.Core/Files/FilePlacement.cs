namespace KubeHa;

/// <summary>How a <see cref="ConfigFile"/> reaches its machine.</summary>
public enum FilePlacement
{
    /// <summary>The file is ours from the first byte to the last.</summary>
    Whole,

    /// <summary>Only the block between our two marker lines is ours; the rest of the file is left as it is (used for /etc/hosts).</summary>
    Block,

    /// <summary>Handed to the step that needs it on standard input and removed by that step; never a file that stays (used for kubeadm's init and join configuration).</summary>
    Transient,
}
