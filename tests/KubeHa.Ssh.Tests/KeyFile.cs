namespace KubeHa.Ssh.Tests;

/// <summary>
/// Makes key files. SSH.NET misreads one Ed25519 key in 512 inside a certificate (it takes the key for a signed number): a test with certificates
/// would fail by chance with one, so it gets another, and the test of that fault asks for one.
/// </summary>
internal static class KeyFile
{
    public static string New(string file, string type = "ed25519") => New(file, type, misread: false);

    public static string NewMisread(string file) => New(file, "ed25519", misread: true);

    private static string New(string file, string type, bool misread)
    {
        do
        {
            File.Delete(file);
            Run.Program("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file);
        }
        while (type == "ed25519" && IsMisread(file) != misread);
        return file;
    }

    private static bool IsMisread(string file) =>
        Convert.FromBase64String(File.ReadAllText(file + ".pub").Split(' ')[1])[^32..] is [0xff, >= 0x80, ..];
}
