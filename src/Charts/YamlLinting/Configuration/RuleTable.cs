using SecretsKit.Charts.YamlLinting.Rules;

namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>A rule by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its options.</param>
/// <param name="Create">Makes one for a text.</param>
internal sealed record RuleEntry(string Name, IReadOnlyList<RuleOption> Options, Func<LintRule> Create);

/// <summary>All rules: one line each.</summary>
internal static class RuleTable
{
    /// <summary>The rules, by name.</summary>
    public static IReadOnlyList<RuleEntry> All { get; } =
    [
        new("anchors", AnchorsRule.Options, () => new AnchorsRule()),
        new("braces", FlowCollectionRule.Options, FlowCollectionRule.Braces),
        new("brackets", FlowCollectionRule.Options, FlowCollectionRule.Brackets),
        new("colons", ColonsRule.Options, () => new ColonsRule()),
        new("commas", CommasRule.Options, () => new CommasRule()),
        new("comments", CommentsRule.Options, () => new CommentsRule()),
        new("comments-indentation", CommentsIndentationRule.Options, () => new CommentsIndentationRule()),
        new("document-end", DocumentStartRule.Options, () => new DocumentEndRule()),
        new("document-start", DocumentStartRule.Options, () => new DocumentStartRule()),
        new("empty-lines", EmptyLinesRule.Options, () => new EmptyLinesRule()),
        new("empty-values", EmptyValuesRule.Options, () => new EmptyValuesRule()),
        new("float-values", FloatValuesRule.Options, () => new FloatValuesRule()),
        new("hyphens", HyphensRule.Options, () => new HyphensRule()),
        new("indentation", IndentationRule.Options, () => new IndentationRule()),
        new("key-duplicates", KeyDuplicatesRule.Options, () => new KeyDuplicatesRule()),
        new("key-ordering", KeyOrderingRule.Options, () => new KeyOrderingRule()),
        new("line-length", LineLengthRule.Options, () => new LineLengthRule()),
        new("new-line-at-end-of-file", NewLineAtEndOfFileRule.Options, () => new NewLineAtEndOfFileRule()),
        new("new-lines", NewLinesRule.Options, () => new NewLinesRule()),
        new("octal-values", OctalValuesRule.Options, () => new OctalValuesRule()),
        new("quoted-strings", QuotedStringsRule.Options, () => new QuotedStringsRule()),
        new("trailing-spaces", TrailingSpacesRule.Options, () => new TrailingSpacesRule()),
        new("truthy", TruthyRule.Options, () => new TruthyRule()),
    ];

    /// <summary>The rule of a name, or null.</summary>
    public static RuleEntry? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);
}
