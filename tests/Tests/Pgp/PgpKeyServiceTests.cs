using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Pgp;

namespace SecretsKit.Tests.Pgp;

public sealed class PgpKeyServiceTests
{
    private const string Fingerprint = "15850269E1FF9356D67E72D47996E5D8D122720D";
    private static readonly PgpMasterKey Key = new(Fingerprint);
    private static readonly WrappedKey Wrapped = new(Key, "-----BEGIN PGP MESSAGE-----", null);
    private readonly RefusingRunner _runner = new();

    [Fact]
    public async Task Encrypts_with_the_arguments_of_the_reference()
    {
        await WrapFailure(Service(), Key);
        Assert.Equal("gpg", _runner.Last!.Program);
        Assert.Equal(
            ["--no-default-recipient", "--yes", "--encrypt", "-a", "-r", Fingerprint, "--trusted-key", "7996E5D8D122720D",
                "--no-encrypt-to"],
            _runner.Last.Arguments);
        Assert.Empty(_runner.Last.Variables);
    }

    [Fact]
    public async Task A_pinned_subkey_keeps_its_exclamation_mark()
    {
        await WrapFailure(Service(), new PgpMasterKey(Fingerprint + "!"));
        Assert.Contains(Fingerprint + "!", _runner.Last!.Arguments);
        Assert.Contains("7996E5D8D122720D!", _runner.Last.Arguments);
    }

    [Fact]
    public async Task Decrypts_from_standard_input()
    {
        _ = await Service().UnwrapAsync(Wrapped, TestContext.Current.CancellationToken);
        Assert.Equal(["-d"], _runner.Last!.Arguments);
        Assert.Equal(Wrapped.Enc, _runner.Input);
    }

    [Fact]
    public async Task Another_program_can_be_named()
    {
        _ = await Service(("SOPS_GPG_EXEC", "/opt/gpg2")).UnwrapAsync(Wrapped, TestContext.Current.CancellationToken);
        Assert.Equal("/opt/gpg2", _runner.Last!.Program);
    }

    [Fact]
    public async Task Wiped_input_is_all_that_stays_of_a_key_part()
    {
        await WrapFailure(Service(), Key);
        Assert.Equal("thirty-two bytes of a data key..", _runner.Input);
        Assert.All(_runner.Last!.Input.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_missing_program_fails_in_the_words_of_the_reference()
    {
        var result = await Service().UnwrapAsync(Wrapped, TestContext.Current.CancellationToken);
        Assert.Equal(UnwrapOutcome.Unavailable, result.Attempt.Outcome);
        Assert.Equal(
            "could not decrypt data key with PGP key: github.com/ProtonMail/go-crypto/openpgp error: could not load secring: "
            + "open /g/pubring.gpg: no such file or directory; GnuPG binary error: failed to decrypt sops data key with pgp: ",
            result.Attempt.Detail);
        Assert.Equal(
            "could not encrypt data key with PGP key: github.com/ProtonMail/go-crypto/openpgp error: key with fingerprint "
            + $"'{Fingerprint}' is not available in keyring; GnuPG binary error: failed to encrypt sops data key with pgp: ",
            await WrapFailure(Service(), Key));
    }

    private static async Task<string> WrapFailure(PgpKeyService service, PgpMasterKey key)
    {
        using var part = new KeyPart("thirty-two bytes of a data key.."u8);
        var error = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await service.WrapAsync(key, part, TestContext.Current.CancellationToken));
        Assert.Equal(KeyWrapFault.Unavailable, error.Fault);
        return error.Message;
    }

    private PgpKeyService Service(params (string Name, string Value)[] variables) => new(_runner, new HostEnvironment(
        variables.Append(("GNUPGHOME", "/g")).Select(variable => KeyValuePair.Create(variable.Item1, variable.Item2)), "/"));

    private sealed class RefusingRunner : IProcessRunner
    {
        public ProcessRequest? Last { get; private set; }

        public string Input { get; private set; } = "";

        public ValueTask<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
        {
            Last = request;
            Input = Encoding.UTF8.GetString(request.Input.Span);
            throw new ProcessStartException(ProcessStartFailure.NotFound, request.Program, "no such program");
        }
    }
}
