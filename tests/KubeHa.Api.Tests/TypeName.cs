using System.Reflection;

namespace KubeHa.Api.Tests;

/// <summary>Names of types as C# writes them, without namespaces.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The name with the namespace, nested types by a dot.</summary>
    public static string Full(Type type) => $"{type.Namespace}.{Of(type)}";

    /// <summary>The name with a question mark wherever null is allowed.</summary>
    public static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var mark = !type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : string.Empty;
        if (type.IsArray && info.ElementType is { } element)
        {
            return $"{Of(element)}[]{mark}";
        }

        if (Nullable.GetUnderlyingType(type) is null && type.IsGenericType && info.GenericTypeArguments.Length == type.GetGenericArguments().Length)
        {
            return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
                ? $"({string.Join(", ", info.GenericTypeArguments.Select(Of))})"
                : $"{Bare(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Of))}>{mark}";
        }

        return Of(type) + mark;
    }

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        return Keywords.TryGetValue(type, out var keyword) ? keyword
            : type.IsGenericType ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}"
            : type.Name;
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
