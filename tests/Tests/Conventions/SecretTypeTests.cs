using System.Reflection;
using System.Runtime.CompilerServices;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Tests.Conventions;

/// <summary>Types that hold key material, and the names of all types.</summary>
public sealed class SecretTypeTests
{
    private static readonly string[] EmptyWords = ["Helper", "Helpers", "Manager", "Utils", "Util", "Info", "Impl"];

    private static readonly IReadOnlyList<Type> Types =
    [
        .. Directory.EnumerateFiles(Path.Combine(Testing.Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.Combine(AppContext.BaseDirectory, $"SecretsKit.{Path.GetFileNameWithoutExtension(project)}.dll"))
            .Where(File.Exists)
            .Select(Assembly.LoadFrom)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.StartsWith('<')),
    ];

    [Fact]
    public void The_assemblies_are_found() => Assert.Contains(typeof(PinnedSecret), Types);

    [Fact]
    public void A_type_that_holds_a_secret_is_never_a_record() =>
        SourceFiles.AssertNone(Types.Where(HoldsSecret)
            .Where(IsRecord)
            .Select(type => $"{type} is a record, whose text shows its members"));

    [Fact]
    public void The_text_of_a_secret_is_fixed() => SourceFiles.AssertNone(Types
        .Where(IsSecret)
        .Where(type => type.GetMethod(nameof(ToString), [])!.DeclaringType != typeof(PinnedSecret))
        .Select(type => $"{type} has a text of its own"));

    [Fact]
    public void A_secret_type_is_sealed() => SourceFiles.AssertNone(Types
        .Where(type => IsSecret(type) && !type.IsAbstract && !type.IsSealed)
        .Select(type => $"{type} is not sealed"));

    [Fact]
    public void A_secret_is_never_handed_out_as_text() => SourceFiles.AssertNone(
        from type in Types.Where(IsSecret)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.PropertyType == typeof(string)
        select $"{type}.{property.Name} is a string, which cannot be wiped");

    [Fact]
    public void Type_names_carry_no_empty_words() => SourceFiles.AssertNone(Types
        .Where(type => EmptyWords.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
        .Select(type => type.FullName!));

    private static bool IsSecret(Type type) => type.IsAssignableTo(typeof(PinnedSecret));

    private static bool HoldsSecret(Type type) => IsSecret(type)
        || type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Any(field => CarriesSecret(field.FieldType));

    private static bool CarriesSecret(Type type) =>
        IsSecret(type) || (type.HasElementType && CarriesSecret(type.GetElementType()!)) || type.GenericTypeArguments.Any(CarriesSecret);

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance, [typeof(System.Text.StringBuilder)]) is not null;
}
