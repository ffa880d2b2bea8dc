namespace KubeHa.Ssh;

/// <summary>Takes bytes.</summary>
internal delegate void SpanAction(ReadOnlySpan<byte> bytes);
