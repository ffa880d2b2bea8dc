using KubeHa;

namespace ReferenceCluster;

/// <summary>Turns what was thrown into a message and an exit code.</summary>
internal static class Failures
{
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (ClusterValidationException wrong)
        {
            foreach (var diagnostic in wrong.Diagnostics)
            {
                Console.Error.WriteLine(diagnostic);
            }

            return ExitCodes.BadInput;
        }
        catch (InvalidDocumentException wrong)
        {
            return Say(wrong.Message, ExitCodes.BadInput);
        }
        catch (InputException wrong)
        {
            return Say(wrong.Message, ExitCodes.BadInput);
        }
        catch (TransportException failed)
        {
            // The message begins with machine and address; the reason is what a script can tell apart.
            return Say($"{failed.Message} ({failed.Reason})", failed.Reason == TransportFailure.Configuration ? ExitCodes.BadInput : ExitCodes.Failed);
        }
        catch (StepFailedException failed)
        {
            return Say(failed.Message, ExitCodes.Of(failed.Report.Outcome));
        }
        catch (OperationCanceledException)
        {
            return Say("Cancelled.", ExitCodes.Cancelled);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or FormatException)
        {
            return Say(failed.Message, ExitCodes.BadInput);
        }
    }

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
