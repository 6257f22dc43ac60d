namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>All assertions by the names that suites call them by.</summary>
internal static class AssertionTable
{
    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal)
    {
        ["equal"] = new(p => new EqualAssertion(p)),
        ["notEqual"] = new(p => new EqualAssertion(p), true),
        ["equalRaw"] = new(p => new EqualRawAssertion(p)),
        ["notEqualRaw"] = new(p => new EqualRawAssertion(p), true),
        ["matchRegex"] = new(p => new MatchRegexAssertion(p)),
        ["notMatchRegex"] = new(p => new MatchRegexAssertion(p), true),
        ["matchRegexRaw"] = new(p => new MatchRegexRawAssertion(p)),
        ["notMatchRegexRaw"] = new(p => new MatchRegexRawAssertion(p), true),
        ["contains"] = new(p => new ContainsAssertion(p)),
        ["notContains"] = new(p => new ContainsAssertion(p), true),
        ["containsDocument"] = new(p => new ContainsDocumentAssertion(p)),
        ["exists"] = new(p => new PresenceAssertion(p)),
        ["notExists"] = new(p => new PresenceAssertion(p), true),
        ["isNotNull"] = new(p => new PresenceAssertion(p)),
        ["isNull"] = new(p => new PresenceAssertion(p), true),
        ["isNullOrEmpty"] = new(p => new IsNullOrEmptyAssertion(p)),
        ["isNotNullOrEmpty"] = new(p => new IsNullOrEmptyAssertion(p), true),
        ["isEmpty"] = new(p => new IsNullOrEmptyAssertion(p)),
        ["isNotEmpty"] = new(p => new IsNullOrEmptyAssertion(p), true),
        ["isKind"] = new(p => new HeadFieldAssertion(p, "kind")),
        ["isAPIVersion"] = new(p => new HeadFieldAssertion(p, "apiVersion")),
        ["isType"] = new(p => new IsTypeAssertion(p)),
        ["isNotType"] = new(p => new IsTypeAssertion(p), true),
        ["isSubset"] = new(p => new IsSubsetAssertion(p)),
        ["isNotSubset"] = new(p => new IsSubsetAssertion(p), true),
        ["hasDocuments"] = new(p => new HasDocumentsAssertion(p)),
        ["lengthEqual"] = new(p => new LengthAssertion(p)),
        ["notLengthEqual"] = new(p => new LengthAssertion(p), true),
        ["greaterOrEqual"] = new(p => new ComparisonAssertion(p, isGreater: true)),
        ["notGreaterOrEqual"] = new(p => new ComparisonAssertion(p, isGreater: true), true),
        ["lessOrEqual"] = new(p => new ComparisonAssertion(p, isGreater: false)),
        ["notLessOrEqual"] = new(p => new ComparisonAssertion(p, isGreater: false), true),
        ["failedTemplate"] = new(p => new FailedTemplateAssertion(p)),
        ["notFailedTemplate"] = new(p => new FailedTemplateAssertion(p), true),
        ["matchSnapshot"] = new(p => new MatchSnapshotAssertion(p)),
        ["matchSnapshotRaw"] = new(p => new MatchSnapshotRawAssertion(p)),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Rows.Keys;

    /// <summary>Whether there is one of a name.</summary>
    public static bool Has(string name) => Rows.ContainsKey(name);

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">What the suite gives it.</param>
    /// <param name="isNegation">Whether the name itself means the opposite.</param>
    public static Assertion Create(string name, AssertionParameters parameters, out bool isNegation)
    {
        var row = Rows[name];
        isNegation = row.IsNegation;
        return row.Create(parameters);
    }

    private sealed record Row(Func<AssertionParameters, Assertion> Create, bool IsNegation = false);
}
