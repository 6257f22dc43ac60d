using System.Globalization;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>contains</c>: a list has an item.</summary>
internal sealed class ContainsAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly Value _content = parameters.Any("content");
    private readonly int? _count = parameters.Count("count");
    private readonly bool _isPart = parameters.IsOn("any");

    /// <inheritdoc/>
    protected override string Verb => "contain";

    /// <inheritdoc/>
    protected override string Expectation => Yaml(Value.Of(new ListValue([_content])));

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (value.AsList is not { } list)
        {
            return Refuse(lines, $"expect '{Path}' to be an array, got:\n{Yaml(subject.Masked(value))}");
        }

        var found = 0;
        foreach (var item in list.Items)
        {
            found += IsMeant(item) ? 1 : 0;
        }

        var holds = found > 0 && (_count is null || _count == found);
        if (holds != isNegated)
        {
            return true;
        }

        if (found > 0 && !holds)
        {
            var shown = Yaml(subject.Masked(value));
            return Refuse(
                lines,
                string.Create(CultureInfo.InvariantCulture, $"expect count {_count} in '{Path}' to be in array, got {found}:\n{shown}"));
        }

        lines.Path(Path).Section(Heading(isNegated), Expectation).Section("Actual:", Yaml(subject.Masked(value)));
        return false;
    }

    private bool IsMeant(Value item) => ValueEquality.AreEqual(item, _content)
        || (_isPart && item.AsMap is { } map && _content.AsMap is { } part && ValueEquality.Contains(map, part));
}

/// <summary><c>isSubset</c>: a map has these entries.</summary>
internal sealed class IsSubsetAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly Value _content = parameters.Any("content");

    /// <inheritdoc/>
    protected override string Verb => "contain";

    /// <inheritdoc/>
    protected override string Expectation => Yaml(_content);

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (value.AsMap is not { } map)
        {
            return Refuse(lines, $"expect '{Path}' to be an object, got:\n{Yaml(subject.Masked(value))}");
        }

        if (ValueEquality.Contains(map, _content.AsMap ?? new MapValue()) != isNegated)
        {
            return true;
        }

        lines.Path(Path).Section(Heading(isNegated), Expectation).Section("Actual:", Yaml(subject.Masked(value)));
        return false;
    }
}

/// <summary><c>isType</c>: the type of a value, by Go's name.</summary>
internal sealed class IsTypeAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly string _type = parameters.Text("type");

    /// <inheritdoc/>
    protected override string Verb => "be of type";

    /// <inheritdoc/>
    protected override string Expectation => _type;

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        var type = ValueText.TypeName(value);
        if ((type == _type) != isNegated)
        {
            return true;
        }

        lines.Path(Path).Section(Heading(isNegated), _type).Section("Actual:", type);
        return false;
    }
}

/// <summary><c>isNullOrEmpty</c>: null, an empty text, list or map, 0 or false.</summary>
internal sealed class IsNullOrEmptyAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    /// <inheritdoc/>
    protected override string Verb => "be null or empty, got";

    /// <inheritdoc/>
    protected override string Expectation => "";

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (IsEmpty(value) != isNegated)
        {
            return true;
        }

        lines.Path(Path).Section(Heading(isNegated), Yaml(subject.Masked(value)));
        return false;
    }

    private static bool IsEmpty(Value value) => value.AsMap is { } map ? map.Count == 0
        : value.AsList is { } list ? list.Count == 0
        : value.IsString ? value.StringBytes.Length == 0
        : value.AsObject is null && (value.IsNil || (value.Kind == GoKind.Float64 ? value.Float64 == 0 : value.Bits == 0));
}
