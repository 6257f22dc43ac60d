using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Users;

/// <summary>A user of this machine, whom the process can become before it runs a program.</summary>
/// <param name="Name">As the user database has it.</param>
/// <param name="User">The number of the user.</param>
/// <param name="Group">The number of the user's own group.</param>
/// <param name="Home">The home folder.</param>
[UnsupportedOSPlatform("windows")]
public sealed record UserAccount(string Name, uint User, uint Group, string Home)
{
    private const int LargestEntry = 64 * 1024;

    /// <summary>Looks a user up by name.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.UserUnavailable"/>: there is no such user.</exception>
    public static unsafe UserAccount Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new byte[LargestEntry];
        var entry = stackalloc byte[256];
        byte* found;
        fixed (byte* start = text)
        {
            if (name.Contains('\0', StringComparison.Ordinal)
                || AccountCalls.FindByName(name, entry, start, LargestEntry, &found) != 0
                || found == null)
            {
                throw new SecretsKitException(ErrorCode.UserUnavailable, $"user: unknown user {name.Replace('\0', '?')}")
                {
                    Hint = "name a user that 'getent passwd' lists",
                };
            }

            // struct passwd: name, password, both numbers; then Apple and the BSDs have the time of change and a class.
            var home = *(byte**)(entry + (OperatingSystem.IsLinux() ? 32 : 48));
            return new(name, *(uint*)(entry + 16), *(uint*)(entry + 20), Marshal.PtrToStringUTF8((nint)home) ?? "/");
        }
    }

    /// <summary>Whether the process runs as this user already.</summary>
    public bool IsCurrent => AccountCalls.User() == User && AccountCalls.EffectiveUser() == User && AccountCalls.Group() == Group;

    /// <summary>Refuses what <see cref="Become"/> would refuse for lack of rights, as far as that is known without doing it.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.UserUnavailable"/>.</exception>
    public void CheckRights()
    {
        if (!IsCurrent && AccountCalls.EffectiveUser() != 0)
        {
            throw Refused(Errno.NotPermitted);
        }
    }

    /// <summary>Makes the whole process this user: supplementary groups, group, user. There is no way back.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.UserUnavailable"/>: the system refused; the process must not go on.
    /// </exception>
    public void Become()
    {
        if (IsCurrent)
        {
            return;
        }

        Require(AccountCalls.SetGroupsOf(Name, Group));
        Require(AccountCalls.SetGroup(Group));
        Require(AccountCalls.SetUser(User));
        if (!IsCurrent || (User != 0 && AccountCalls.SetUser(0) == 0))
        {
            throw Refused(Errno.NotPermitted);
        }
    }

    private void Require(int result)
    {
        if (result != 0)
        {
            throw Refused(Marshal.GetLastPInvokeError());
        }
    }

    private SecretsKitException Refused(int error) => new(ErrorCode.UserUnavailable, $"cannot become user {Name}: {Errno.Describe(error)}")
    {
        Hint = "only root, with the rights to change user and groups, can run a command as somebody else",
    };
}
