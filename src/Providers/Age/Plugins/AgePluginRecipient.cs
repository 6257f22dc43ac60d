using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>A recipient that a plugin wraps for, <c>age1name1...</c>, by the protocol <c>recipient-v1</c>.</summary>
internal sealed class AgePluginRecipient : AgeRecipient
{
    private const string Machine = "recipient-v1";
    private static readonly string[] Commands = ["recipient-stanza", "labels"];

    private readonly string _name;
    private readonly string _text;
    private readonly AgePluginIdentity? _identity;
    private readonly AgePlugins? _plugins;

    /// <summary>A recipient in its text.</summary>
    /// <param name="text">Bech32.</param>
    /// <param name="plugins">Null where nothing may be started: the recipient can be checked and not be used.</param>
    public AgePluginRecipient(string text, AgePlugins? plugins) => (_name, _text, _plugins) = (PluginName.OfRecipient(text), text, plugins);

    /// <summary>The recipient of an identity, which stays the caller's.</summary>
    public AgePluginRecipient(AgePluginIdentity identity, AgePlugins? plugins) =>
        (_name, _text, _identity, _plugins) = (identity.Name, identity.ToString(), identity, plugins);

    public override string ToString() => _text;

    internal override async ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct) =>
        (await WrapWithLabelsAsync(fileKey, random, ct)).Stanzas;

    internal override async ValueTask<AgeWrapping> WrapWithLabelsAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct)
    {
        var plugins = _plugins ?? throw new AgeException(AgeFailure.Unavailable, $"{_name} plugin: plugins are not started here");
        await using var plugin = plugins.Start(_name, Machine);
        await IntroduceAsync(plugin, fileKey, ct);
        var stanzas = new List<AgeStanza>();
        IReadOnlyList<string>? labels = null;
        while (await plugin.NextAsync(Commands, ct) is { } command)
        {
            if (command.Type == "labels")
            {
                labels = labels is null ? command.Arguments : throw plugin.Bad("repeated labels stanza");
            }
            else
            {
                stanzas.Add(Unpack(plugin, command));
            }

            await plugin.AcceptAsync(ct);
        }

        return stanzas.Count > 0 ? new AgeWrapping(stanzas, labels ?? []) : throw plugin.Bad("received zero recipient stanzas");
    }

    private async ValueTask IntroduceAsync(PluginConversation plugin, SecretBytes fileKey, CancellationToken ct)
    {
        await (_identity?.IntroduceAsync(plugin, ct) ?? plugin.SendAsync("add-recipient " + _text, default, ct));
        var key = GC.AllocateUninitializedArray<byte>(fileKey.Length, pinned: true);
        fileKey.Span.CopyTo(key);
        try
        {
            await plugin.SendAsync("wrap-file-key", key, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        await plugin.SendAsync("extension-labels", default, ct);
        await plugin.SendAsync("done", default, ct);
    }

    private static AgeStanza Unpack(PluginConversation plugin, AgeStanza command)
    {
        if (command.Arguments.Count < 2)
        {
            throw plugin.Bad("malformed recipient stanza: unexpected argument count");
        }

        if (!int.TryParse(command.Arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw plugin.Bad("malformed recipient stanza: invalid index");
        }

        return index == 0
            ? new AgeStanza(command.Arguments[1], [.. command.Arguments.Skip(2)], command.Body)
            : throw plugin.Bad("malformed recipient stanza: unexpected index");
    }
}
