namespace ReferenceCluster;

/// <summary>What the user typed cannot be done; the message says why. Ends the program with <see cref="ExitCodes.BadInput"/>.</summary>
internal sealed class InputException(string message) : Exception(message);
