using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace KubeHa.Api.Tests;

/// <summary>A Cluster in hand is a valid one: nobody but the builder can make a part of it, and nobody can change one.</summary>
public sealed class ModelShapeTests
{
    private static readonly Assembly Core = Tree.Load("KubeHa.Core");

    [Fact]
    public void Classes_of_the_model_have_no_public_constructor()
    {
        var makeable = Model().Where(type => type.IsClass && !IsRecord(type))
            .Where(type => type.GetConstructors().Length > 0)
            .Select(type => type.Name);

        makeable.Should().BeEmpty("only ClusterBuilder makes them");
    }

    [Fact]
    public void Types_of_the_model_have_no_setters()
    {
        var settable = Model().SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        settable.Should().BeEmpty();
    }

    [Fact]
    public void The_model_mentions_no_mutable_collection()
    {
        var mutable = Model().SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType.IsArray
                || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() is var open && (open == typeof(List<>) || open == typeof(IList<>) || open == typeof(Dictionary<,>))))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        mutable.Should().BeEmpty();
    }

    [Fact]
    public void The_model_was_found()
    {
        Model().Should().Contain([typeof(Cluster), typeof(Machine), typeof(ControlPlane), typeof(LvsPair), typeof(Director)]);
    }

    // Folders are not namespaces, so the source tree says what belongs to the model.
    private static Type[] Model()
    {
        var names = Tree.Sources("src", "KubeHa.Core", "Model").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        return [.. Core.GetExportedTypes().Where(type => names.Contains((type.DeclaringType ?? type).Name))];
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
