import type { Texts } from "../catalogue.ts";

/** What is said in Japanese about signing in with somebody else's server. */
export const upstream: Texts["upstream"] = {
  or: "または",
  continueWith: (name) => `${name}で続ける`,
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
  signInFirst: {
    title: "このメールアドレスのアカウントはすでにあります",
    message: (name) =>
      `これまでと同じ方法でサインインしてください。${name}はそのアカウントとつながっていません。`,
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
};
