namespace KubeHa;

/// <summary>From and up to which minor version Kubernetes serves API versions that manifests still name (Kubernetes: Deprecated API Migration Guide).</summary>
internal static class ServedApis
{
    private const string Every = "*";

    private static readonly Dictionary<(string ApiVersion, string Kind), int> GoneIn = new()
    {
        [("extensions/v1beta1", "DaemonSet")] = 16,
        [("extensions/v1beta1", "Deployment")] = 16,
        [("extensions/v1beta1", "NetworkPolicy")] = 16,
        [("extensions/v1beta1", "PodSecurityPolicy")] = 16,
        [("extensions/v1beta1", Every)] = 22,
        [("apps/v1beta1", Every)] = 16,
        [("apps/v1beta2", Every)] = 16,
        [("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration")] = 22,
        [("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration")] = 22,
        [("apiextensions.k8s.io/v1beta1", Every)] = 22,
        [("apiregistration.k8s.io/v1beta1", Every)] = 22,
        [("networking.k8s.io/v1beta1", "Ingress")] = 22,
        [("networking.k8s.io/v1beta1", "IngressClass")] = 22,
        [("rbac.authorization.k8s.io/v1beta1", Every)] = 22,
        [("scheduling.k8s.io/v1beta1", Every)] = 22,
        [("batch/v1beta1", "CronJob")] = 25,
        [("policy/v1beta1", Every)] = 25,
        [("autoscaling/v2beta1", Every)] = 25,
        [("autoscaling/v2beta2", Every)] = 26,
    };

    private static readonly Dictionary<(string ApiVersion, string Kind), int> ThereFrom = new()
    {
        [("batch/v1", "CronJob")] = 21,
        [("policy/v1", "PodDisruptionBudget")] = 21,
        [("autoscaling/v2", Every)] = 23,
    };

    /// <summary>What is wrong with naming an API version; null where a minor version serves it, or where nothing is known of it.</summary>
    public static string? Problem(string apiVersion, string kind, int minor) =>
        Find(GoneIn, apiVersion, kind) is { } gone && minor >= gone ? $"is served by no Kubernetes from 1.{gone} on"
        : Find(ThereFrom, apiVersion, kind) is { } from && minor < from ? $"is served from Kubernetes 1.{from} on"
        : null;

    private static int? Find(Dictionary<(string ApiVersion, string Kind), int> known, string apiVersion, string kind) =>
        known.TryGetValue((apiVersion, kind), out var minor) || known.TryGetValue((apiVersion, Every), out minor) ? minor : null;
}
