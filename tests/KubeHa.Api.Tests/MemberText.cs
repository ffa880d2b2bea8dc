using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace KubeHa.Api.Tests;

/// <summary>One member as one line, much as C# writes it.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(ConstructorInfo constructor) => $"{Access(constructor)}.ctor({Parameters(constructor)})";

    public static string Of(FieldInfo field) =>
        $"{(field.IsStatic ? (field.IsLiteral ? "const " : "static ") : string.Empty)}{TypeName.Of(Nullability.Create(field))} {field.Name}"
        + (field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : string.Empty);

    public static string Of(EventInfo member) => $"event {TypeName.Of(member.EventHandlerType!)} {member.Name}";

    public static string Of(PropertyInfo property)
    {
        var accessor = property.GetMethod ?? property.SetMethod!;
        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        var getter = property.GetMethod is { IsPrivate: false, IsAssembly: false } get ? $"{Access(get)}get; " : string.Empty;
        var setter = property.SetMethod is { IsPrivate: false, IsAssembly: false } set ? $"{Access(set)}{(IsInit(set) ? "init" : "set")}; " : string.Empty;
        return $"{Modifiers(accessor)}{required}{TypeName.Of(Nullability.Create(property))} {name} {{ {getter}{setter}}}";
    }

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>" : string.Empty;
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return $"{Access(method)}{Modifiers(method)}{TypeName.Of(Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Access(MethodBase method) => method.IsPublic ? string.Empty : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return "static ";
        }

        if (method.DeclaringType!.IsInterface || !method.IsVirtual || method.IsFinal)
        {
            return string.Empty;
        }

        return method.IsAbstract ? "abstract " : method.GetBaseDefinition().DeclaringType != method.DeclaringType ? "override " : "virtual ";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter.ParameterType.IsByRef ? (parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ") : string.Empty;
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : string.Empty;
        var optional = parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue, parameter.ParameterType)}" : string.Empty;
        return $"{direction}{many}{TypeName.Of(Nullability.Create(parameter))} {parameter.Name}{optional}";
    }

    private static string Value(object? value, Type? type = null) => value switch
    {
        null => type is { IsValueType: true } && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
