using SecretsKit.Charts.UnitTesting.Assertions;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>Reads tests and their assertions.</summary>
/// <param name="problems">Receives what is wrong with fields.</param>
internal sealed class TestCaseReader(SuiteProblems problems)
{
    private static readonly string[] AssertionFields = ["template", "templates", "documentIndex", "documentSelector", "not"];

    /// <summary>Reads a test.</summary>
    /// <exception cref="SuiteException">It has no assertions, or one that there is not.</exception>
    public TestCase Read(YamlNode node)
    {
        var fields = new SuiteFields(node, "unittest.TestJob", problems);
        var skip = fields.Inner("skip");
        var test = new TestCase
        {
            Name = fields.Text("it") ?? "",
            Settings = SettingsReader.Read(fields, problems),
            Templates = [.. fields.Texts("templates"), .. fields.Text("template") is { Length: > 0 } one ? (string[])[one] : []],
            Choice = Choice(fields),
            SkipReason = SettingsReader.SkipReason(skip),
            Assertions = [.. fields.Items("asserts", "[]*unittest.Assertion").Select(ReadAssertion)],
        };
        skip.Text("minimumVersion");
        skip.RefuseOthers();
        fields.RefuseOthers();
        return test.Assertions.Count > 0 ? test : throw new SuiteException("no asserts found");
    }

    private AssertionCase ReadAssertion(YamlNode node)
    {
        var fields = new SuiteFields(node, "unittest.Assertion", problems);
        string? type = null;
        foreach (var name in fields.Names.Where(name => !AssertionFields.Contains(name)))
        {
            if (!AssertionTable.Has(name))
            {
                throw new SuiteException($"Assertion type `{name}` is invalid");
            }

            type = type is null
                ? name
                : throw new SuiteException($"assertion type `{type}` and `{name}` is declared duplicately");
        }

        if (type is null)
        {
            throw new SuiteException("no assertion type defined");
        }

        var check = AssertionTable.Create(type, new(Parameters(fields, type)), out var isNegation);
        fields.Texts("templates"); // The reference reads it and does not look at it.
        return new(type, check, isNegation)
        {
            IsInverted = fields.IsOn("not"),
            Template = fields.Text("template") ?? "",
            Choice = Choice(fields),
        };
    }

    private MapValue Parameters(SuiteFields fields, string type)
    {
        if (fields.Node(type) is not { } node)
        {
            return new MapValue();
        }

        if (PlainYaml.ValueOf(node).AsMap is { } map)
        {
            return map;
        }

        problems.Add(node.Line, $"the parameters of `{type}` are a map, as in {type}: {{path: kind}}");
        return new MapValue();
    }

    private static DocumentChoice Choice(SuiteFields fields)
    {
        var index = fields.Count("documentIndex");
        if (fields.Node("documentSelector") is null)
        {
            return new(index);
        }

        var own = fields.Inner("documentSelector");
        var selector = new DocumentSelector(own.Text("path") ?? "", own.Any("value"))
        {
            MatchesMany = own.IsOn("matchMany"),
            SkipsEmptyTemplates = own.IsOn("skipEmptyTemplates"),
        };
        own.RefuseOthers();
        return new(index, selector);
    }
}
