using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope;

/// <summary>Mutilated files are read or refused, never anything else, and no refusal repeats a value.</summary>
public sealed class EnvelopeMutationTests
{
    // Only in encrypted values: a mutation may copy readable text into the metadata, which are quoted in messages.
    private const string Canary = "c4n4ry-5ecret";
    private const int DefaultCount = 5_000;

    private static readonly string[] Tokens =
    [
        "sops", "sops_", "age", "key_groups", "__map_", "__list_0", "__list_9", "enc", "null", "[]", "{}", "- ", ": ", "\n", "\"", "'",
        "&a ", "*a", "<<: ",
        "lastmodified", "merge", "creation_rules", "12", "1.5", "true", "# ", "ENC[AES256_GCM,data:", ",type:comment]",
    ];

    [Theory]
    [InlineData(DocumentFormat.Yaml)]
    [InlineData(DocumentFormat.Json)]
    [InlineData(DocumentFormat.Ini)]
    [InlineData(DocumentFormat.Dotenv)]
    public void Encrypted_files(DocumentFormat format)
    {
        var plain = format switch
        {
            DocumentFormat.Yaml => $"# c\na: {Canary}\nl:\n    # d\n    - {Canary}\nb_unencrypted: readable\n",
            DocumentFormat.Json => $$"""{"a": "{{Canary}}", "l": ["{{Canary}}"], "b_unencrypted": "readable"}""",
            DocumentFormat.Ini => $"[s]\na = {Canary}\nb_unencrypted = readable\n",
            _ => $"A={Canary}\nB_unencrypted=readable\n",
        };
        var accepted = Run(Sample.Encrypt(plain, format), text =>
        {
            var opened = Sample.Open(text, format, new() { Mac = MacPolicy.Report });
            Sample.TextOf(opened.Plain, format);
            if (opened.Mac.IsAccepted)
            {
                Assert.Contains(Canary, Sample.TextOf(opened.Plain, format), StringComparison.Ordinal);
            }
        });
        Assert.InRange(accepted, 1, Count - 1);
    }

    [Fact]
    public void Configurations()
    {
        const string Text = "base: &b\n  age: [a]\ncreation_rules:\n- path_regex: x$\n  key_groups:\n  - merge: [*b, {pgp: [F]}]\n    " +
            "kms: [{arn: a, context: {k: v}}]\n"
            + "- <<: *b\n  shamir_threshold: 2\n  mac_only_encrypted: true\n  encrypted_regex: ^d\n- azure_keyvault: " +
                "https://v/keys/k\ndestination_rules:\n- s3_bucket: b\nstores: {yaml: {indent: 2}}\n";
        var accepted = Run(Text, text =>
        {
            var config = SopsConfig.Parse(Encoding.UTF8.GetBytes(text), "/w/.sops.yaml");
            config.RuleFor("/w/x");
            config.RuleFor("/w/y");
        });
        Assert.InRange(accepted, 1, Count - 1);
    }

    private static int Count =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultCount;

    private static int Run(string seed, Action<string> use)
    {
        var random = new Random(20_260_102);
        var accepted = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = Mutate(seed, random);
            try
            {
                use(text);
                accepted++;
            }
            catch (SecretsKitException e)
            {
                Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail(
                    $"mutation {i}: {e.GetType().Name} on base64 {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\n{e.StackTrace}");
            }
        }

        return accepted;
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 2:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                default:
                    text.Insert(at, text.ToString(random.Next(at + 1), random.Next(1, 40) % Math.Max(1, text.Length - at)));
                    break;
            }
        }

        return text.ToString();
    }
}
