using SecretsKit.Cli.Reporting;
using SecretsKit.Sync.Linting;

namespace SecretsKit.Cli.Syncing;

/// <summary>The rules of <c>sync lint</c>: their ids, levels and advice.</summary>
internal static class SyncLintRules
{
    private static readonly (LintRule Rule, CheckRule About)[] Rows =
    [
        Error(LintRule.UnknownField, "unknown-field", "a field that the definition does not have: the server drops it",
            "correct its name, or take it out"),
        Error(LintRule.InvalidValue, "invalid-value", "a value that the server refuses", "correct the value"),
        Error(LintRule.MissingField, "missing-field", "a field that must be there is missing", "add the field"),
        Error(LintRule.InvalidKey, "invalid-key", "a key that no Secret can have",
            "choose a key of letters, digits, '-', '.' and '_'; rewrite or conversionStrategy change keys of dataFrom"),
        Error(LintRule.InvalidDuration, "invalid-duration", "a duration that cannot be read",
            "write numbers with units, such as 1h30m, 90s or 500ms"),
        Error(LintRule.RefusedMapping, "refused-mapping", "a mapping that agents refuse as a whole",
            "change the fields that exclude each other"),
        Error(LintRule.NoStore, "no-store", "a row that names no store", "add spec.secretStoreRef, or a sourceRef.storeRef to the row"),
        Error(LintRule.UnknownStore, "unknown-store", "a store that is not among the manifests",
            "correct name, kind or namespace, or add the manifests that hold it with -f; --skip unknown-store if others install it"),
        Error(LintRule.StoreNotAllowed, "store-not-allowed", "a store whose conditions exclude the namespace",
            "use another store, or add the namespace to spec.conditions of this one"),
        (LintRule.OtherClass, new("other-class", CheckLevel.Note, "a store of another controller class",
            "nothing, if an agent of that class runs; --controller-class names it here")),
        Error(LintRule.UnsupportedProvider, "unsupported-provider", "a provider or generator that this version does not serve",
            "keep the reference operator for it, by a controller class of its own, or use another store"),
        Error(LintRule.InvalidStore, "invalid-store", "settings of a store that cannot work", "correct the settings"),
        Error(LintRule.UnknownGenerator, "unknown-generator", "a generator that is not among the manifests",
            "correct apiVersion, kind or name, or add the manifests that hold it with -f"),
        (LintRule.UnknownTemplate, new("unknown-template", CheckLevel.Warning, "a ConfigMap or Secret of templates that is not there",
            "correct its name, or add the manifests that hold it with -f")),
        Error(LintRule.TemplateSyntax, "template-syntax", "a text that is no template", "correct the template at the line that is named"),
        Error(LintRule.TemplateValue, "template-value", "a template that uses a value that no row gives",
            "correct the name, add a row with this secretKey, or write index . \"name\" for one that may be missing"),
        (LintRule.ThrottledInterval, new("throttled-interval", CheckLevel.Warning, "an interval that the store will throttle",
            "choose a longer refreshInterval, or read maps with dataFrom instead of single values")),
        (LintRule.ImmutableRefresh, new("immutable-refresh", CheckLevel.Warning, "an immutable Secret whose stores are read again",
            "set refreshPolicy: CreatedOnce, or take immutable out")),
        Error(LintRule.SharedTarget, "shared-target", "a Secret that several mappings write",
            "give each its own target.name, or use creationPolicy Merge with keys of their own"),
        Error(LintRule.DuplicateObject, "duplicate-object", "an object that is there twice", "take one of them out"),
        (LintRule.DeprecatedVersion, new("deprecated-version", CheckLevel.Warning, "an old version of a kind",
            "write apiVersion: external-secrets.io/v1; the fields are the same")),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CheckRule> All { get; } = [.. Rows.Select(row => row.About)];

    /// <summary>What there is to say about a rule.</summary>
    public static CheckRule Of(LintRule rule) => Array.Find(Rows, row => row.Rule == rule).About;

    private static (LintRule, CheckRule) Error(LintRule rule, string id, string title, string nextStep) =>
        (rule, new(id, CheckLevel.Error, title, nextStep));
}
