using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>
/// A password by whichever of the two methods the machine takes, <c>password</c> or <c>keyboard-interactive</c>, and only once: SSH.NET would
/// try the second method after the first was refused, and two wrong passwords a login lock accounts twice as fast.
/// </summary>
internal sealed class PasswordLogin(string user, Secret password)
{
    private int shown;

    public IEnumerable<AuthenticationMethod> Methods => [new OnePassword(this), new OneAnswer(this)];

    private bool MayShow() => Interlocked.Exchange(ref shown, 1) == 0;

    private string User => user;

    private string Text => password.Reveal();

    private sealed class OnePassword(PasswordLogin login) : PasswordAuthenticationMethod(login.User, login.Text)
    {
        public override AuthenticationResult Authenticate(Session session) => login.MayShow() ? base.Authenticate(session) : AuthenticationResult.Failure;
    }

    private sealed class OneAnswer : KeyboardInteractiveAuthenticationMethod
    {
        private readonly PasswordLogin login;

        public OneAnswer(PasswordLogin login)
            : base(login.User)
        {
            this.login = login;
            bool answered = false;
            AuthenticationPrompt += (_, e) =>
            {
                foreach (var prompt in e.Prompts)
                {
                    // A prompt with echo asks for a name or a code, never for the password.
                    bool isPassword = !prompt.IsEchoed && !answered;
                    prompt.Response = isPassword ? login.Text : "";
                    answered |= isPassword;
                }
            };
        }

        public override AuthenticationResult Authenticate(Session session) => login.MayShow() ? base.Authenticate(session) : AuthenticationResult.Failure;
    }
}
