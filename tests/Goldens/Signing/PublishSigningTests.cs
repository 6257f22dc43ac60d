using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Publishing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform;
using SecretsKit.Repository.Config;

namespace SecretsKit.Goldens.Signing;

/// <summary>
/// What is published must be signed as required; what is encrypted again for the readers of a destination is signed again.
/// </summary>
public sealed class PublishSigningTests
{
    [Theory]
    [InlineData("publish", "--yes", "s.yaml")]
    [InlineData("publish", "--dry-run", "s.yaml")]
    public async Task A_file_that_is_not_signed_is_refused(params string[] words)
    {
        using var run = WithRules();
        await run.EncryptAsync("s.yaml", "a: x\n");
        var result = await run.WithList().RunAsync(words);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains("refused: the file is not signed", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_file_is_taken()
    {
        using var run = WithRules().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\n");
        var result = await run.RunAsync("publish", "--dry-run", "s.yaml");
        Assert.Equal(
            (0, "s.yaml -> s3://b/s.yaml (encrypted again for the readers of the recreation rule)\n"), (result.Exit, result.OutputText));
    }

    [Theory]
    [InlineData("id_ed25519", "valid", "")]
    [InlineData(null, "missing", "warning: s3://b/s.yaml is not signed now")]
    public async Task What_is_encrypted_again_is_signed(string? key, string status, string warning)
    {
        using var run = WithRules().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\n");
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(run.With(key).Run.Variables, run.Run.Path),
            Input = Stream.Null,
            Output = Stream.Null,
            Error = error,
            Prompt = run.Run.Prompt,
        };
        using var context = new VerbContext(host);
        using var ended = host.Keys;
        var rule = RuleFinder.Config(host.Environment, null, run.Run.File("s.yaml"))!.DestinationFor("s.yaml");
        var input = await InputFile.ReadAsync(host, "s.yaml", TestContext.Current.CancellationToken);
        var publisher = new Publisher(host.LocalKeyRing(), DecryptionRequest.Default, new()) { Signer = context.Signer };
        var made = await publisher.PrepareAsync(
            new(input, DocumentFormat.Yaml, rule, "s.yaml"), Destinations.Of(
                rule, new(host.Providers, _ => { })), context.Terminal, TestContext.Current.CancellationToken);

        run.Run.Write("sent.yaml", System.Text.Encoding.UTF8.GetString(made.Content.Span));
        Assert.Equal(status, await run.StatusAsync("sent.yaml"));
        Assert.Contains(warning, System.Text.Encoding.UTF8.GetString(error.ToArray()), StringComparison.Ordinal);
        Assert.Contains(VerbRun.Recipient("a2"), run.Run.Read("sent.yaml"), StringComparison.Ordinal);
    }

    private static SigningRun WithRules()
    {
        var run = new SigningRun();
        run.Run.WithKey(rule: $"destination_rules:\n  - s3_bucket: b\n    recreation_rule:\n      age: {VerbRun.Recipient("a2")}\n");
        return run;
    }
}
