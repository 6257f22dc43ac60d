using System.Text;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>Reads the suites of a file: one in each document.</summary>
/// <param name="isStrict">Whether unknown fields are refused.</param>
internal sealed class SuiteReader(bool isStrict)
{
    private const int MostTests = 100_000;

    /// <summary>The suites of a text, in order.</summary>
    /// <exception cref="SuiteException">One is malformed; lines count from its document.</exception>
    public IReadOnlyList<TestSuite> Read(byte[] text) =>
        [.. SuiteDocuments.Split(Encoding.UTF8.GetString(text)).Select(document => ReadDocument(document))];

    private TestSuite ReadDocument(string document)
    {
        YamlNode? root;
        try
        {
            root = PlainYaml.Nodes(Encoding.UTF8.GetBytes(document)).FirstOrDefault();
            return ReadSuite(root);
        }
        catch (DocumentException failure)
        {
            throw new SuiteException(failure.Message);
        }
    }

    private TestSuite ReadSuite(YamlNode? root)
    {
        var problems = new SuiteProblems(isStrict);
        var fields = new SuiteFields(root, "unittest.TestSuite", problems);
        var skip = fields.Inner("skip");
        var suite = new TestSuite
        {
            Name = fields.Text("suite") ?? "",
            Settings = SettingsReader.Read(fields, problems),
            Templates = fields.Texts("templates"),
            ExcludedTemplates = fields.Texts("excludeTemplates"),
            IncludesCrds = fields.IsOn("includeCrds"),
            SnapshotId = fields.Text("snapshotId") ?? "",
            SkipReason = SettingsReader.SkipReason(skip),
            MinimumVersion = skip.Text("minimumVersion") ?? "",
        };
        var nodes = fields.Items("tests", "[]*unittest.TestJob");
        var cases = new TestCaseReader(problems);
        var tests = nodes.Take(MostTests + 1).Select(cases.Read).ToList();
        skip.RefuseOthers();
        fields.RefuseOthers();
        problems.Require();
        return tests.Count switch
        {
            0 => throw new SuiteException("no tests found"),
            > MostTests => throw new SuiteException($"a suite has more than {MostTests} tests"),
            _ => suite with { Tests = tests },
        };
    }
}
