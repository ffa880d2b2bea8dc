using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace KubeHa.Api.Tests;

/// <summary>Writes the public surface of an assembly as sorted text: one line a member, so that a change is seen as a changed line.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(TypeName.Full, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : string.Empty).Append(Header(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType && !type.IsEnum && !IsDelegate(type))
        {
            bases.Add(TypeName.Of(parent));
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        bases.AddRange(type.GetInterfaces()
            .Where(face => face.IsVisible && !inherited.Contains(face) && !type.IsEnum && !IsOwnEquality(face, type))
            .Select(TypeName.Of).Order(StringComparer.Ordinal));
        return $"{Kind(type)} {TypeName.Full(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : string.Empty)}";
    }

    private static bool IsOwnEquality(Type face, Type type) =>
        IsRecord(type) && face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (IsDelegate(type))
        {
            return "delegate";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        var modifier = type switch
        {
            { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : string.Empty,
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => string.Empty,
        };
        return modifier + (IsRecord(type) ? "record" : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct") : "class");
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        if (IsDelegate(type))
        {
            return [MemberText.Of(type.GetMethod("Invoke")!)];
        }

        var constructors = type.GetConstructors(Declared).Where(IsVisible).Where(IsWritten).Select(MemberText.Of);
        var methods = type.GetMethods(Declared).Where(IsVisible).Where(IsWritten)
            .Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)).Select(MemberText.Of);
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract").Select(MemberText.Of);
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(MemberText.Of);
        var events = type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod!)).Select(MemberText.Of);
        return constructors.Concat(methods).Concat(properties).Concat(fields).Concat(events);
    }

    // Members that the compiler writes for a record follow from "record" in the header.
    private static bool IsWritten(MethodBase method) => !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name != "<Clone>$";

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !(method.DeclaringType!.IsSealed && method.IsFamily);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);

    private static bool IsDelegate(Type type) => typeof(Delegate).IsAssignableFrom(type);
}
