namespace KubeHa.Templates;

/// <summary>How a machine stands, for a drawing.</summary>
/// <param name="Tone">How, in short.</param>
/// <param name="Word">How, in a word or two.</param>
/// <param name="Note">What else is to be seen of it; <see langword="null"/> leaves what the model says.</param>
internal sealed record MachineState(Tone Tone, string Word, string? Note = null);
