using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Users;

namespace SecretsKit.Cli.Execution;

/// <summary>Whom a command runs as. The whole process changes over, so the files that it makes for the command are that user's.</summary>
internal sealed class ChildUser
{
    private readonly UserAccount? _account;

    private ChildUser(UserAccount? account) => _account = account;

    /// <summary>No one else.</summary>
    public static ChildUser Current { get; } = new(null);

    /// <summary>What the user database says of the account: HOME, USER and LOGNAME.</summary>
    public IReadOnlyList<KeyValuePair<string, ByteString>> Variables => _account is null || OperatingSystem.IsWindows()
        ? []
        : [new("HOME", new(_account.Home)), new("USER", new(_account.Name)), new("LOGNAME", new(_account.Name))];

    /// <summary>The user of a name; checked for rights before anything secret is touched.</summary>
    /// <param name="host">The process; one that others share cannot change over.</param>
    /// <param name="name">Empty or null for the current one.</param>
    /// <exception cref="SecretsKitException">There is no such user, or only root may become one.</exception>
    public static ChildUser Find(CliHost host, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Current;
        }

        if (OperatingSystem.IsWindows() || !host.OwnsProcess)
        {
            throw new SecretsKitException(ErrorCode.UserUnavailable, "a command cannot run as another user here");
        }

        var account = UserAccount.Find(name);
        account.CheckRights();
        return new(account);
    }

    /// <summary>Changes over, for good. To be called when all keys and files of the old user have been read.</summary>
    /// <exception cref="SecretsKitException">The system refused; nothing may be run.</exception>
    public void Become()
    {
        if (_account is not null && !OperatingSystem.IsWindows())
        {
            _account.Become();
        }
    }
}
