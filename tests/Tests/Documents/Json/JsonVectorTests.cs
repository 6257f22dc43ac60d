using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Documents.Json;

/// <summary>JSONTestSuite: <c>y_</c> must be accepted, <c>n_</c> refused, <c>i_</c> either way but without harm.</summary>
public sealed class JsonVectorTests
{
    private static string GapsFile => Path.Combine(AppContext.BaseDirectory, "testdata", "json", "gaps.tsv");

    [Fact]
    public void A_whole_text_is_accepted_or_refused_as_the_suite_says()
    {
        foreach (var (name, text) in Cases())
        {
            Check(name, Accepts(() => JsonCodec.ReadValue(text, DocumentLimits.Default)));
        }
    }

    [Fact]
    public void A_document_is_accepted_or_refused_as_the_suite_says_but_for_listed_differences()
    {
        var gaps = File.ReadLines(GapsFile).Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
        foreach (var (name, text) in Cases().Where(entry => entry.Text.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]))
        {
            var accepted = Accepts(() => JsonCodec.Instance.Read(text, DocumentLimits.Default));
            if (gaps.Remove(name))
            {
                Assert.True(
                    accepted == name.StartsWith("n_", StringComparison.Ordinal),
                    $"{name} is as the suite wants it now: remove it from gaps.tsv");
            }
            else
            {
                Check(name, accepted);
            }
        }

        if (Checkout.Vectors is not null)
        {
            Assert.Empty(gaps.Keys);
        }
    }

    private static void Check(string name, bool accepted)
    {
        var wanted = name[0] switch { 'y' => true, 'n' => false, _ => accepted };
        Assert.True(accepted == wanted, $"{name}: {(accepted ? "accepted" : "refused")}");
    }

    private static bool Accepts(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (DocumentException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, byte[] Text)> Cases()
    {
        if (Checkout.Vectors is not { } folder)
        {
            TestContext.Current.SendDiagnosticMessage("SECRETSKIT_VECTORS is not set: JSONTestSuite did not run");
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "json"), "*.json").Order(StringComparer.Ordinal))
        {
            yield return (Path.GetFileName(path), File.ReadAllBytes(path));
        }
    }
}
