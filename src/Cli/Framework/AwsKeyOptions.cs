using System.CommandLine;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Framework;

/// <summary>What can be said of the AWS keys of a command line beside their names.</summary>
internal sealed class AwsKeyOptions
{
    private readonly Option<string?> _profile = VerbOptions.Text("--aws-profile", "NAME", "AWS profile for the KMS keys that are named.");
    private readonly Option<string?> _context = VerbOptions.Text(
        "--encryption-context", "PAIRS", "What wraps with the KMS keys that are named are bound to: key:value, several with commas.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_context);
    }

    /// <summary>A choice with what was given.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The context is malformed.</exception>
    public RecipientChoice Apply(ParseResult parsed, RecipientChoice choice) => choice with
    {
        Profile = parsed.GetValue(_profile) ?? "",
        Context = EncryptionContext.Parse(parsed.GetValue(_context) ?? ""),
    };
}
