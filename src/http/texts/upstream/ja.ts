import type { UpstreamTexts } from "./upstream_texts.ts";

/** What is said in Japanese about signing in with somebody else's server. */
export const upstream: UpstreamTexts = {
  or: "または",
  continueWith: (name) => `${name}で続ける`,
  lastUsed: "前回はこれでサインインしました。",
  organisation: {
    submit: "所属組織でサインイン",
    unknown:
      "このようなアドレスの組織は、ここではサインインに使われていません。職場のアドレスを入力するか、別の方法でサインインしてください。",
  },
  signOutThere: (name) => `${name} からもサインアウトする`,
  confirm: {
    title: (name) => `${name}で続けますか`,
    message: (name) =>
      `サインインのため${name}に移動します。心当たりがなければ、このページを閉じてください。`,
  },
  denied: {
    title: (name) => `${name}でサインインしませんでした`,
    message: "何も変わっていません。もう一度試すか、別の方法でサインインしてください。",
  },
  unreachable: {
    title: (name) => `${name}に接続できません`,
    message: (name) =>
      `${name}が応答していません。少し待ってからもう一度試すか、別の方法でサインインしてください。`,
  },
  unusable: {
    title: (name) => `${name}ではサインインできませんでした`,
    message: (name) =>
      `${name}からの応答を信頼できませんでした。もう一度試すか、別の方法でサインインしてください。`,
  },
  outdated: {
    title: (name) => `${name}ではサインインできません`,
    message: (name) =>
      `${name}は古い方式を使っており、他人があなたになりすますおそれがあります。別の方法でサインインしてください。`,
  },
  proof: {
    ask: {
      title: "このメールアドレスのアカウントはすでにあります",
      message: (name) =>
        `これまでと同じ方法でそのアカウントにサインインしてください。その後で${name}を接続できます。`,
    },
    confirm: {
      title: (name) => `このアカウントに${name}を接続しますか`,
      message: (name) => `その後は、${name}でこのアカウントにサインインできます。`,
    },
    otherAccount: "このメールアドレスのアカウントではありません。",
  },
  noAccount: {
    title: "ここにはまだアカウントがありません",
    message: (name) =>
      `${name}のアカウントはここでは登録されていません。このサービスの運営者にお問い合わせください。`,
  },
  disabled: {
    title: "このアカウントは使えません",
    message: (name) =>
      `${name}であなたに当たるアカウントは、ここでは停止されています。このサービスの運営者にお問い合わせください。`,
  },
  links: {
    title: "ほかのサインイン方法",
    connect: (name) => `${name}を接続`,
    disconnect: "接続を解除",
    evidence: {
      created: "これでアカウントを作成しました。",
      invited: "これで招待を受けました。",
      verified_email: "確認済みのメールアドレスが同じです。",
      signed_in: "ご自分で接続しました。",
      proof: "初めてこれで来たときに、このアカウントにサインインして同意しました。",
    },
    undo: "自分ではない：取り消し、ほかではサインアウト",
    removed: "解除済み。元に戻せる期限：",
    restore: "元に戻す",
    stillSigns:
      "次のものでもサインインできます。ご自分のものでなければ、サインインして接続を解除してください。",
    lastWay: "サインインできる唯一の方法なので、解除できません。先に別の方法を接続してください。",
  },
  connect: {
    title: (name) => `${name}を接続しますか`,
    message: (name) => `サインインのため${name}に移動します。その後は、ここでもそれでサインインできます。`,
  },
  linkedElsewhere: {
    title: (name) => `その${name}のアカウントはすでに接続されています`,
    message: (name) =>
      `ここの別のアカウントで使われています。先にそちらで${name}の接続を解除するか、別のものを使ってください。`,
  },
  notRecent: {
    title: "もう一度サインインしてください",
    message: "サインイン方法を変える前に、ご本人であることを確かめます。",
  },
  newerWay: {
    title: "以前の方法でサインインしてください",
    message:
      "今回の方法は接続されてから七日たっていません。それより前からある方法は、いったんサインアウトし、その方法かパスワードでサインインしてから解除してください。",
  },
  weakWay: {
    title: "最も強力な方法でサインインしてください",
    message:
      "このアカウントには、今回使った方法より強力なサインイン方法があります。サインイン方法を変更するには、いったんサインアウトし、その方法でサインインしてください。",
  },
};
