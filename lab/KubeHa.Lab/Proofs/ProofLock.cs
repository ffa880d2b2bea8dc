namespace KubeHa.Lab;

/// <summary>One proof or test at a time: they all need the one lab.</summary>
internal static class ProofLock
{
    /// <param name="file">The lock; one of its own for what does not need the lab.</param>
    /// <exception cref="UsageException">Another one runs.</exception>
    public static IDisposable Take(string file = "lock")
    {
        if (Environment.UserName != "root")
        {
            throw new UsageException("root is needed: run it with sudo");
        }

        Directory.CreateDirectory(Layout.Proofs);
        try
        {
            return new FileStream(Path.Join(Layout.Proofs, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UsageException("another proof or test is running in the lab");
        }
    }
}
