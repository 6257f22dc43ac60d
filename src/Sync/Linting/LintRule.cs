namespace SecretsKit.Sync.Linting;

/// <summary>What can be wrong with manifests before any store is read.</summary>
public enum LintRule
{
    /// <summary>A field that the definition does not have: servers drop it.</summary>
    UnknownField,

    /// <summary>A value that the definition does not allow: servers refuse it.</summary>
    InvalidValue,

    /// <summary>A field that must be there is missing.</summary>
    MissingField,

    /// <summary>A key that no Secret can have.</summary>
    InvalidKey,

    /// <summary>A duration that cannot be read.</summary>
    InvalidDuration,

    /// <summary>A mapping that agents refuse as a whole.</summary>
    RefusedMapping,

    /// <summary>A row names no store, and neither does the mapping.</summary>
    NoStore,

    /// <summary>A store is not among the manifests.</summary>
    UnknownStore,

    /// <summary>The conditions of a store exclude the namespace of a mapping.</summary>
    StoreNotAllowed,

    /// <summary>A store belongs to an agent of another class.</summary>
    OtherClass,

    /// <summary>A provider or a kind of generator that is not served.</summary>
    UnsupportedProvider,

    /// <summary>The settings of a store cannot work.</summary>
    InvalidStore,

    /// <summary>A generator is not among the manifests.</summary>
    UnknownGenerator,

    /// <summary>A ConfigMap or Secret that holds templates is not among the manifests.</summary>
    UnknownTemplate,

    /// <summary>A text is no template.</summary>
    TemplateSyntax,

    /// <summary>A template uses a value that no row gives.</summary>
    TemplateValue,

    /// <summary>An interval that a store will throttle.</summary>
    ThrottledInterval,

    /// <summary>An immutable Secret that is read again and again.</summary>
    ImmutableRefresh,

    /// <summary>Two mappings write one Secret.</summary>
    SharedTarget,

    /// <summary>An object is there twice.</summary>
    DuplicateObject,

    /// <summary>An old version of a kind.</summary>
    DeprecatedVersion,
}

/// <summary>Something that is wrong. Holds names and places, never a secret.</summary>
/// <param name="Rule">What.</param>
/// <param name="Place">Which of the manifests, from 0.</param>
/// <param name="Path">The field: names, and <c>[0]</c> for elements of lists; empty for the whole object.</param>
/// <param name="Message">What and where, in a clause.</param>
public sealed record LintFinding(LintRule Rule, int Place, IReadOnlyList<string> Path, string Message)
{
    /// <summary>The line within the text of the field, from 1; 0 if it is about the field.</summary>
    public int TextLine { get; init; }

    /// <summary>What distinguishes it from other findings of its object, wherever its line moves.</summary>
    public string Name { get; init; } = "";

    /// <summary>The field as people write it, such as <c>spec.data[0].secretKey</c>.</summary>
    public string Field => FieldOf(Path);

    internal static string FieldOf(IEnumerable<string> path) =>
        string.Concat(path.Select((part, at) => at == 0 || part.StartsWith('[') ? part : $".{part}"));
}
