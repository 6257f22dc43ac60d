using System.Globalization;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>isKind</c> and <c>isAPIVersion</c>: a field of every document.</summary>
/// <param name="parameters">Of the suite.</param>
/// <param name="field">Which field.</param>
internal sealed class HeadFieldAssertion(AssertionParameters parameters, string field) : Assertion
{
    private readonly string _expected = parameters.Text("of");

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (subject.Documents.Count == 0)
        {
            return subject.IsNegated ? Verdict.Pass : Verdict.Fail(Explain(lines, "no manifest found"));
        }

        var passes = true;
        for (var at = 0; at < subject.Documents.Count && subject.GoesOn(passes); at++)
        {
            var actual = DocumentFields.Text(subject.Documents[at], field);
            if ((actual == _expected) == subject.IsNegated)
            {
                passes = false;
                Explain(lines.Document(at), subject.IsNegated ? null : actual);
            }
        }

        return new(passes, lines.Lines);
    }

    private FailureLines Explain(FailureLines lines, string? actual) => actual is null
        ? lines.Section($"Expected NOT to be {field}:", _expected)
        : lines.Section($"Expected to be {field}:", _expected).Section("Actual:", actual);
}

/// <summary><c>containsDocument</c>: every document, or any, is of a kind and has a name.</summary>
internal sealed class ContainsDocumentAssertion(AssertionParameters parameters) : Assertion
{
    private readonly string _kind = parameters.Text("kind");
    private readonly string _version = parameters.Text("apiVersion");
    private readonly string _name = parameters.Text("name");
    private readonly string _namespace = parameters.Text("namespace");
    private readonly bool _any = parameters.IsOn("any");

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (subject.Documents.Count == 0)
        {
            return subject.IsNegated ? Verdict.Pass : Verdict.Fail(Explain(lines, 0, false));
        }

        if (_any && subject.Documents.Any(IsMeant) && !subject.IsNegated)
        {
            return Verdict.Pass;
        }

        var passes = true;
        for (var at = 0; at < subject.Documents.Count && subject.GoesOn(passes); at++)
        {
            if (IsMeant(subject.Documents[at]) == subject.IsNegated)
            {
                passes = false;
                Explain(lines, at, subject.IsNegated);
            }
        }

        return new(passes, lines.Lines);
    }

    private bool IsMeant(Value document) => DocumentFields.Text(document, "kind") == _kind
        && DocumentFields.Text(document, "apiVersion") == _version
        && (_name.Length == 0 || DocumentFields.Metadata(document, "name") == _name)
        && (_namespace.Length == 0 || DocumentFields.Metadata(document, "namespace") == _namespace);

    private FailureLines Explain(FailureLines lines, int document, bool isNegated) => lines.Document(document).Section(
        $"Expected {(isNegated ? "NOT " : "")}to contain document:",
        $"Kind = {_kind}, apiVersion = {_version}"
            + (_name.Length > 0 ? ", Name = " + _name : "")
            + (_namespace.Length > 0 ? ", Namespace = " + _namespace : ""));
}

/// <summary><c>hasDocuments</c>: how many there are.</summary>
internal sealed class HasDocumentsAssertion(AssertionParameters parameters) : Assertion
{
    private readonly int _count = parameters.Count("count") ?? 0;
    private readonly bool _seesChosen = parameters.IsOn("filterAware");

    /// <inheritdoc/>
    public override bool SeesAllDocuments => !_seesChosen;

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        if ((subject.Documents.Count == _count) != subject.IsNegated)
        {
            return Verdict.Pass;
        }

        var lines = new FailureLines().Section(
            $"Expected {(subject.IsNegated ? "NOT " : "")}documents count to be:", _count.ToString(CultureInfo.InvariantCulture));
        return Verdict.Fail(subject.IsNegated
            ? lines
            : lines.Section("Actual:", subject.Documents.Count.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>Fields at the head of documents.</summary>
internal static class DocumentFields
{
    private static readonly ByteString MetadataKey = new("metadata"u8.ToArray());

    /// <summary>A field's text; empty where it is absent or none.</summary>
    public static string Text(Value document, string name) =>
        document.AsMap is { } map && map.TryGet(new(name), out var value) ? ValueText.Text(value) ?? "" : "";

    /// <summary>A field of the metadata.</summary>
    public static string Metadata(Value document, string name) =>
        document.AsMap is { } map && map.TryGet(MetadataKey, out var metadata) ? Text(metadata, name) : "";
}
