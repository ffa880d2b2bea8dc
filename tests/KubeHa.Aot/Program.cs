using KubeHa;
using KubeHa.Templates;
using ReferenceCluster;

// The reference cluster rendered and planned by native code: nothing here may need reflection or a JIT.
var cluster = Topology.Published().Build();
var configs = cluster.Render();
var plan = cluster.PlanConvergence(configs, Observations.None);
Console.WriteLine($"{configs.Count} files, {plan.Steps.Count} steps");
var read = Plan.FromJson(plan.ToJson()).Equals(plan) && Observations.FromJson(Observations.None.ToJson()).Equals(Observations.None);
var drawn = cluster.ToSvg().Length > 0 && cluster.ToMermaid().Length > 0 && HtmlReport.Of(cluster, new RunReport(RunOutcome.NoChange, [], Observations.None)).Contains("</html>", StringComparison.Ordinal);
var file = ClusterFile.Write(cluster);
var filed = ClusterFile.Write(ClusterFile.Parse(file).Build()) == file && ClusterFile.Schema.Length > 0;
return read && drawn && filed && configs.Count > 0 && plan.Steps.Count > 0 && plan.ToText().Length > 0 ? 0 : 1;
