using Xunit;

namespace KubeHa.Tests.Engine;

/// <summary>Tests that measure: nothing else of this assembly runs beside them.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
